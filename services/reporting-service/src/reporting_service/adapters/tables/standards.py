"""What the offices' own catalogues promise, by version."""

import sqlalchemy as sa

from reporting_service.adapters.columns import key, metadata, office_code

service_standard = sa.Table(
    "service_standard",
    metadata,
    office_code(),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
)

service_standard_version = sa.Table(
    "service_standard_version",
    metadata,
    office_code(),
    sa.Column("service_code", sa.Text, primary_key=True),
    key("version", sa.Integer),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
)
