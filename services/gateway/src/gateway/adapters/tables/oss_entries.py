"""What is entered in OSS by hand."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gateway.adapters.tables.metadata import INSTANT, metadata

oss_entry = sa.Table(
    "oss_entry",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("matter_id", sa.Uuid, nullable=False),
    sa.Column("facts", JSONB, nullable=False),
    sa.Column("occurred_at", INSTANT, nullable=False),
    sa.Column("planned_at", INSTANT, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("calendar_version", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("settled_at", INSTANT),
    sa.Column("settled_by", sa.Text),
    sa.Column("oss_reference", sa.Text),
    sa.Column("oss_value", sa.Text),
    sa.Column("warned_at", INSTANT),
    sa.Column("overdue_told_at", INSTANT),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("event_id", "kind", "matter_id", name="oss_entry_once"),
    sa.CheckConstraint("(state = 'open') = (settled_at is null)", name="oss_entry_settled"),
    sa.CheckConstraint(
        "(state = 'entered') = (settled_by is not null and oss_reference is not null)",
        name="oss_entry_entered",
    ),
    sa.Index("oss_entry_listed", "office_code", "state", "id"),
    sa.Index("oss_entry_matter", "matter_id", "kind"),
    sa.Index(
        "oss_entry_due",
        "office_code",
        "due_on",
        postgresql_where=sa.text("state = 'open' and overdue_told_at is null"),
    ),
)
