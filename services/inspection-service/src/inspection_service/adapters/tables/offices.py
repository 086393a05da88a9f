"""Offices, their days, and what leads to an office without an office's policy."""

import sqlalchemy as sa

from inspection_service.adapters.columns import (
    nested,
    office_code,
    words,
)
from inspection_service.adapters.tables.metadata import metadata

office = sa.Table(
    "office",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    words("name"),
    words("regency"),
    words("number_code"),
    words("time_zone"),
    sa.Column("counts_cuti_bersama_as_working", sa.Boolean, nullable=False),
    sa.Column("settings_version", sa.Integer, nullable=False),
)

office_days = sa.Table(
    "office_days",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("calendar_version", sa.Integer, nullable=False),
    nested("days"),
)

nib_office = sa.Table(
    "nib_office",
    metadata,
    sa.Column("nib", sa.Text, primary_key=True),
    sa.Column("office_code", sa.Text, primary_key=True),
)

# Whoever holds a letter's QR code finds its office here; nothing else of the letter.
letter_office = sa.Table(
    "letter_office",
    metadata,
    sa.Column("inspection_id", sa.Uuid, primary_key=True),
    office_code(),
)

# A citizen's complaint draws a number too, so that the series are under no office's policy.
number_series = sa.Table(
    "number_series",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("series", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)
