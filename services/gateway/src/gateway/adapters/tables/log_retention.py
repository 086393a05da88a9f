"""How long an office keeps its logs, and what was listed and destroyed of them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gateway.adapters.tables.metadata import INSTANT, metadata

log_period = sa.Table(
    "log_period",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("log", sa.Text, primary_key=True),
    sa.Column("effective_from", sa.Date, primary_key=True),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("verified", sa.Boolean, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_at", INSTANT, nullable=False),
    sa.CheckConstraint("days = 0 or days >= 366", name="log_period_days"),
)

log_disposal = sa.Table(
    "log_disposal",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("log", sa.Text, nullable=False),
    sa.Column("until", INSTANT, nullable=False),
    sa.Column("counts", JSONB, nullable=False),
    sa.Column("listed_by", sa.Text, nullable=False),
    sa.Column("listed_at", INSTANT, nullable=False),
    sa.Column("ordered_by", sa.Text),
    sa.Column("ordered_at", INSTANT),
    sa.Column("destroyed_at", INSTANT),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("(ordered_by is null) = (ordered_at is null)", name="log_disposal_ordered"),
    sa.CheckConstraint(
        "destroyed_at is null or ordered_at is not null", name="log_disposal_destroyed"
    ),
    # Two workers that look at once list once; people list as often as they like.
    sa.Index(
        "log_disposal_by_itself",
        "office_code",
        "log",
        unique=True,
        postgresql_where=sa.text("ordered_at is null and listed_by = 'gateway'"),
    ),
    sa.Index("log_disposal_of_office", "office_code", sa.text("id desc")),
)
