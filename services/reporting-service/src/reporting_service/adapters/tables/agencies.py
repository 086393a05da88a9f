"""How long technical agencies took, each answer once."""

import sqlalchemy as sa

from reporting_service.adapters.columns import INSTANT, key, metadata, month, office_code

agency_answer = sa.Table(
    "agency_answer",
    metadata,
    office_code(),
    sa.Column("application_id", sa.Uuid, primary_key=True),
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("given_at", INSTANT, primary_key=True),
)

agency_time = sa.Table(
    "agency_time",
    metadata,
    *month(),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("agency", sa.Text, primary_key=True),
    key("working_days", sa.Integer),
    sa.Column("count", sa.BigInteger, nullable=False),
)
