"""The tables of notifications. The log is under row-level security; the queue names ids and
offices only, so that one worker finds what is due in every office."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gateway.adapters.tables.metadata import metadata

notification = sa.Table(
    "notification",
    metadata,
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
    sa.CheckConstraint("(state = 'waiting') = (settled_at is null)", name="notification_settled"),
    sa.CheckConstraint("(state = 'sent') = (sent_by is not null)", name="notification_sent"),
    sa.Index("notification_listed", "office_code", "planned_at", "id"),
    sa.Index("notification_of_subject", "subject_id"),
)

notification_queue = sa.Table(
    "notification_queue",
    metadata,
    sa.Column("id", sa.Uuid, sa.ForeignKey("notification.id"), primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Index("notification_due", "due_at"),
)
