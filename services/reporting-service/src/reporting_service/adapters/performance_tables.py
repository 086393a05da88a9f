"""How long services and agencies took, and which applications are open: counted from facts."""

import sqlalchemy as sa

from reporting_service.adapters.columns import INSTANT, key, metadata, month, office_code

service_standard_version = sa.Table(
    "service_standard_version",
    metadata,
    office_code(),
    sa.Column("service_code", sa.Text, primary_key=True),
    key("version", sa.Integer),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
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

open_application = sa.Table(
    "open_application",
    metadata,
    office_code(),
    sa.Column("application_id", sa.Uuid, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
)

# What was told of an application, and by which account where the event says it.
application_moment = sa.Table(
    "application_moment",
    metadata,
    office_code(),
    sa.Column("application_id", sa.Uuid, primary_key=True),
    sa.Column("moment", sa.Text, primary_key=True),
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("at", INSTANT, primary_key=True),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("actor", sa.Text),
    sa.Column("due_on", sa.Date),
    sa.Index("application_moment_by_time", "office_code", "at"),
)
