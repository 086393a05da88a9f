"""P11 and P12: how soon one process takes work, and how much memory it holds. Absolute figures.

Installing is not part of a start: what is started here is installed already.
"""
