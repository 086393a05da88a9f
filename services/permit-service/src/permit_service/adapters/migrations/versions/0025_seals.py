"""Seals over the log."""

from alembic import op

from shared.seals.schema import create_seals

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """The table, which the application can only read."""
    create_seals(op, "permit")
