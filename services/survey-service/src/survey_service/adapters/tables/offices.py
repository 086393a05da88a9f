"""Offices."""

import sqlalchemy as sa

from survey_service.adapters.tables.metadata import metadata

office = sa.Table(
    "office",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("survey_gate", sa.Text, nullable=False),
    sa.Column("settings_version", sa.Integer, nullable=False),
)
