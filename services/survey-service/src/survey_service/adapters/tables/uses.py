"""How many used a service: counted here, counted elsewhere, or stated."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from survey_service.adapters.tables.metadata import metadata

service_use = sa.Table(
    "service_use",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("month", sa.Date, primary_key=True),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("applications", sa.BigInteger, nullable=False),
    sa.Column("licences", sa.BigInteger, nullable=False),
)

counted_licences = sa.Table(
    "counted_licences",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("month", sa.Date, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("row", sa.Text, nullable=False),
    sa.Column("services", JSONB, nullable=False),
    sa.Column("licences", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

stated_population = sa.Table(
    "stated_population",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("definition", sa.Text, nullable=False),
)
