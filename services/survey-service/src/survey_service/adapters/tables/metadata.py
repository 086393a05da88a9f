"""The metadata that every table of the service registers with, and the columns they share."""

import sqlalchemy as sa

from shared.messaging.schema import messaging_tables
from shared.seals.schema import seal_table

metadata = sa.MetaData()
messaging_tables(metadata)
seal_table(metadata)

INSTANT = sa.DateTime(timezone=True)


def office_code() -> sa.Column[str]:
    """Whose row it is; row-level security reads it."""
    return sa.Column("office_code", sa.Text, nullable=False)
