"""What the last verification found of each requirement."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from permit_service.adapters.tables.metadata import INSTANT, metadata

requirement_check = sa.Table(
    "requirement_check",
    metadata,
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("checks", JSONB, nullable=False),
    sa.Column("checked_by", sa.Text, nullable=False),
    sa.Column("checked_at", INSTANT, nullable=False),
)
