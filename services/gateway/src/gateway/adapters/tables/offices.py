"""Offices and their calendars: public."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from gateway.adapters.tables.metadata import metadata

office = sa.Table(
    "office",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("regency", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("is_time_zone_verified", sa.Boolean, nullable=False),
    sa.Column("survey_gate", sa.Text, nullable=False),
    sa.Column("survey_gate_source", sa.Text, nullable=False),
    sa.Column("survey_gate_from", sa.Date),
    sa.Column("counts_cuti_bersama_as_working", sa.Boolean, nullable=False),
    sa.Column("requires_answered_corrections", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("number_code", sa.Text, nullable=False),
    sa.Column("letterhead", ARRAY(sa.Text), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

office_calendar = sa.Table(
    "office_calendar",
    metadata,
    sa.Column("office_code", sa.Text, sa.ForeignKey("office.code"), primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("days", JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
