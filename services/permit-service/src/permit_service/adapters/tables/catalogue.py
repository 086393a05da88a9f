"""The service catalogue, in versions that never change."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from permit_service.adapters.tables.metadata import INSTANT, metadata

service_version = sa.Table(
    "service_version",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("content", JSONB, nullable=False),
    sa.Column("recorded_at", INSTANT, nullable=False),
)
