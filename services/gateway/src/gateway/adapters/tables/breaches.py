"""The register of breaches. `notified_at` is when the last notice that is owed was given."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from gateway.adapters.tables.metadata import INSTANT, metadata

privacy_breach = sa.Table(
    "privacy_breach",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("detected_at", INSTANT, nullable=False),
    sa.Column("occurred_at", INSTANT),
    sa.Column("categories", ARRAY(sa.Text), nullable=False),
    sa.Column("description", sa.LargeBinary, nullable=False),
    sa.Column("handling", sa.LargeBinary, nullable=False),
    sa.Column("applications", ARRAY(sa.Uuid), nullable=False),
    sa.Column("affected", sa.Integer, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_at", INSTANT, nullable=False),
    sa.Column("notices", JSONB, nullable=False),
    sa.Column("notified_at", INSTANT),
    sa.Column("overdue_told_at", INSTANT),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("affected >= cardinality(applications)", name="privacy_breach_affected"),
    sa.Index("privacy_breach_open", "office_code", "detected_at"),
)
