"""Seals over the log."""

from alembic import op

from shared.seals.schema import create_seals

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """The table, which the application can only read."""
    create_seals(op, "gateway")
