"""Who did what through the door, and from which kinds of device accounts signed in."""

import sqlalchemy as sa
from alembic import op

from gateway.adapters.interaction_table import create_interactions

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """The record, which is added to and read; a session's device, unknown for those before."""
    create_interactions(op)
    op.add_column("session", sa.Column("device", sa.Text, nullable=False, server_default="other"))
    op.create_table(
        "known_device",
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("device_index", sa.LargeBinary, primary_key=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute("grant select, insert on known_device to gateway_app")
