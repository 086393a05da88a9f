"""The national systems outside of the office that it works with."""

from enum import StrEnum


class OutsideSystem(StrEnum):
    """By the names they have in events and reports."""

    OSS = "OSS"
    SICANTIK = "SICANTIK"
    BSRE = "BSRE"
    MPPD = "MPPD"
