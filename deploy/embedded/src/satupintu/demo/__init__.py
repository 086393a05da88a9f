"""The second quarter of 2024 of office 62.02, played through the API in a deployment of its own.

Nothing of it touches the data of whoever plays it: the deployment lives in a folder of its own,
on days of 2024, and its report is left behind.
"""

from satupintu.demo.play import play

__all__ = ["play"]
