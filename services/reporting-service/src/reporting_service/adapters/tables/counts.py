"""Counts of licences, in versions; the newest stands."""

import sqlalchemy as sa

from reporting_service.adapters.columns import INSTANT, key, metadata, month

licence_count = sa.Table(
    "licence_count",
    metadata,
    *month(),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("measure", sa.Text, primary_key=True),
    key("version", sa.Integer),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("imported_at", INSTANT, nullable=False),
    sa.CheckConstraint("count >= 0", name="licence_count_not_negative"),
)
