"""Lists that offices keep whole."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from reporting_service.adapters.columns import key, metadata, office_code

office_list = sa.Table(
    "office_list",
    metadata,
    office_code(),
    sa.Column("name", sa.Text, primary_key=True),
    key("year", sa.Integer),
    key("quarter", sa.Integer),
    sa.Column("entries", pg.JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
