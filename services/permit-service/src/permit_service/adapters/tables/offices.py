"""Offices with their calendars, and the public tokens that lead to one: nobody's data."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from permit_service.adapters.tables.metadata import metadata

office = sa.Table(
    "office",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("regency", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("survey_gate", sa.Text, nullable=False),
    sa.Column("survey_gate_source", sa.Text, nullable=False),
    sa.Column("survey_gate_from", sa.Date),
    sa.Column("counts_cuti_bersama_as_working", sa.Boolean, nullable=False),
    sa.Column("requires_answered_corrections", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("number_code", sa.Text, nullable=False),
    sa.Column("settings_version", sa.Integer, nullable=False),
    sa.Column("calendar_version", sa.BigInteger, nullable=False, server_default=sa.text("0")),
)

office_year = sa.Table(
    "office_year",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("days", JSONB, nullable=False),
)

public_token = sa.Table(
    "public_token",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("target", sa.Uuid, nullable=False),
)
