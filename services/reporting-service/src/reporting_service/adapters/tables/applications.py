"""Stages and moments of applications, and which of them are open."""

import sqlalchemy as sa

from reporting_service.adapters.columns import INSTANT, metadata, month, office_code

application_stage = sa.Table(
    "application_stage",
    metadata,
    office_code(),
    sa.Column("application_id", sa.Uuid, primary_key=True),
    sa.Column("stage", sa.Text, primary_key=True),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("reached_at", INSTANT, nullable=False),
)

stage_month = sa.Table(
    "stage_month",
    metadata,
    *month(),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("stage", sa.Text, primary_key=True),
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
