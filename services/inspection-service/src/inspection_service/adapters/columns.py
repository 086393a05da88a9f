"""The columns that many tables of supervision share."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

INSTANT = sa.DateTime(timezone=True)


def key() -> sa.Column[object]:
    """The row's own id."""
    return sa.Column("id", sa.Uuid, primary_key=True)


def office_code() -> sa.Column[object]:
    """Whose row it is; row-level security reads it."""
    return sa.Column("office_code", sa.Text, nullable=False)


def row_version() -> sa.Column[object]:
    """Counted up by each save."""
    return sa.Column("version", sa.Integer, nullable=False, server_default="1")


def words(name: str, *, optional: bool = False) -> sa.Column[object]:
    """A text."""
    return sa.Column(name, sa.Text, nullable=optional)


def instant(name: str, *, optional: bool = False) -> sa.Column[object]:
    """A moment."""
    return sa.Column(name, INSTANT, nullable=optional)


def nested(name: str, *, optional: bool = False) -> sa.Column[object]:
    """A part that is JSON; absent parts are SQL nulls, so that a check can tell."""
    return sa.Column(name, JSONB(none_as_null=True), nullable=optional)


def sealed(name: str, *, optional: bool = False) -> sa.Column[object]:
    """What people said, or where they are, encrypted."""
    return sa.Column(name, sa.LargeBinary, nullable=optional)


def of(name: str, table: str, *, optional: bool = False) -> sa.Column[object]:
    """A reference to a row of another table."""
    return sa.Column(name, sa.Uuid, sa.ForeignKey(f"{table}.id"), nullable=optional)
