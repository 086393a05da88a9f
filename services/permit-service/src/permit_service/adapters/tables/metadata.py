"""The metadata that every table of the service registers with, and the types they share."""

import sqlalchemy as sa

from shared.messaging.schema import messaging_tables

metadata = sa.MetaData()
messaging_tables(metadata)

INSTANT = sa.DateTime(timezone=True)


def empty(kind: str) -> sa.TextClause:
    """A server default: `[]`, `{}` or nothing, as text."""
    return sa.text(f"'{kind}'")
