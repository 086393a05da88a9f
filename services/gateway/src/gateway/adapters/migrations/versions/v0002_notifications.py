"""Notifications, and the queue of those that are due."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import grant, protect

revision = "0002"
down_revision = "0001"

SERVICE = "gateway"


def upgrade() -> None:
    """Creates the log, protected, and the queue, which holds nobody's data."""
    _create_log()
    _create_queue()
    protect(op, "notification", service=SERVICE)
    grant(op, "notification_queue", "select, insert, update, delete", service=SERVICE)


def _create_log() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("receiver", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("facts", JSONB, nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("sent_by", sa.Text),
        sa.Column("failure", sa.Text),
        sa.UniqueConstraint("event_id", "receiver", "channel", name="notification_once"),
        sa.CheckConstraint(
            "(state = 'waiting') = (settled_at is null)", name="notification_settled"
        ),
        sa.CheckConstraint("(state = 'sent') = (sent_by is not null)", name="notification_sent"),
    )
    op.create_index("notification_listed", "notification", ["office_code", "planned_at", "id"])
    op.create_index("notification_of_subject", "notification", ["subject_id"])


def _create_queue() -> None:
    op.create_table(
        "notification_queue",
        sa.Column("id", sa.Uuid, sa.ForeignKey("notification.id"), primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
    )
    op.create_index("notification_due", "notification_queue", ["due_at"])
