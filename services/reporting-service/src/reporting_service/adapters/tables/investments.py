"""Releases of NSWI, in versions per quarter and origin."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from reporting_service.adapters.columns import INSTANT, key, metadata, office_code

investment_release = sa.Table(
    "investment_release",
    metadata,
    office_code(),
    key("year", sa.Integer),
    key("quarter", sa.Integer),
    sa.Column("origin", sa.Text, primary_key=True),
    key("version", sa.Integer),
    sa.Column("lines", pg.JSONB, nullable=False),
    sa.Column("findings", pg.JSONB, nullable=False),
    sa.Column("moved_rows", pg.ARRAY(sa.Integer), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("released_on", sa.Date),
    sa.Column("imported_at", INSTANT, nullable=False),
)
