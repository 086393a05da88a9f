"""The columns that many tables of reporting share, and where all of them are registered."""

import sqlalchemy as sa

from shared.messaging.schema import messaging_tables
from shared.seals.schema import seal_table

metadata = sa.MetaData()
messaging_tables(metadata)
seal_table(metadata)

INSTANT = sa.DateTime(timezone=True)


def key(name: str, kind: type[sa.Integer]) -> sa.Column[int]:
    """A whole number that is part of the key."""
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def office_code() -> sa.Column[str]:
    """Whose row it is; row-level security reads it."""
    return sa.Column("office_code", sa.Text, primary_key=True)


def month() -> tuple[sa.Column[str], sa.Column[int], sa.Column[int]]:
    """Office, year and month, as the key of a counter begins."""
    return office_code(), key("year", sa.Integer), key("month", sa.Integer)
