"""Licences, projects and NIBs, with counters per month."""

import sqlalchemy as sa

from reporting_service.adapters.columns import key, metadata, month, office_code

issuance = sa.Table(
    "issuance",
    metadata,
    office_code(),
    sa.Column("measure", sa.Text, primary_key=True),
    sa.Column("reference", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("number", sa.Text),
    sa.Column("nib", sa.Text),
    sa.Column("working_days", sa.Integer),
    sa.Column("sector", sa.Text),
    sa.Column("planned_rupiah", sa.BigInteger),
    sa.Column("service_version", sa.Integer),
    sa.Index("issuance_by_day", "office_code", "measure", "issued_on"),
)

issuance_month = sa.Table(
    "issuance_month",
    metadata,
    *month(),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("measure", sa.Text, primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False),
)

service_time = sa.Table(
    "service_time",
    metadata,
    *month(),
    sa.Column("kind", sa.Text, primary_key=True),
    key("working_days", sa.Integer),
    sa.Column("count", sa.BigInteger, nullable=False),
)

# A version that was not told is 0.
versioned_time = sa.Table(
    "versioned_time",
    metadata,
    *month(),
    sa.Column("kind", sa.Text, primary_key=True),
    key("service_version", sa.Integer),
    key("working_days", sa.Integer),
    sa.Column("count", sa.BigInteger, nullable=False),
)

planned_month = sa.Table(
    "planned_month",
    metadata,
    *month(),
    sa.Column("sector", sa.Text, primary_key=True),
    sa.Column("projects", sa.BigInteger, nullable=False),
    sa.Column("rupiah", sa.Numeric(30), nullable=False),
)
