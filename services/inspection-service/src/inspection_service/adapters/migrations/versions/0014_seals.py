"""Seals over the log."""

from alembic import op

from shared.seals.schema import create_seals

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table, which the application can only read."""
    create_seals(op, "inspection")


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
