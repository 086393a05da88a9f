"""Outages are interruptions or announced maintenance, told apart."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those known before were interruptions."""
    op.execute("alter table outage add column kind text not null default 'interruption'")
