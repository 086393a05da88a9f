"""Copies of the offices and of their own days."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from reporting_service.adapters.columns import key, metadata, office_code

office = sa.Table(
    "office",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("regency", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("number_code", sa.Text, nullable=False),
    sa.Column("settings_version", sa.Integer, nullable=False),
    sa.Column(
        "counts_cuti_bersama_as_working", sa.Boolean, nullable=False, server_default=sa.false()
    ),
)

office_year = sa.Table(
    "office_year",
    metadata,
    office_code(),
    key("year", sa.Integer),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("days", pg.JSONB, nullable=False),
)
