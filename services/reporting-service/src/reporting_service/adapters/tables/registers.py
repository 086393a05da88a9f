"""Complaints, outages and sanctions: dates and codes, never people."""

import sqlalchemy as sa

from reporting_service.adapters.columns import INSTANT, metadata, office_code

complaint = sa.Table(
    "complaint",
    metadata,
    office_code(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("number", sa.Text),
    sa.Column("kind", sa.Text),
    sa.Column("against", sa.Text),
    sa.Column("ground", sa.Text),
    sa.Column("filed_at", INSTANT),
    sa.Column("verified_at", INSTANT),
    sa.Column("proven", sa.Boolean),
    sa.Column("resolved_at", INSTANT),
    sa.Column("unblocking_requested_at", INSTANT),
    sa.Index("complaint_by_day", "office_code", "filed_at"),
)

outage = sa.Table(
    "outage",
    metadata,
    office_code(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("system", sa.Text, nullable=False),
    sa.Column("started_at", INSTANT, nullable=False),
    sa.Column("ended_at", INSTANT),
    sa.Column("kind", sa.Text, nullable=False, server_default="interruption"),
    sa.Index("outage_by_start", "office_code", "started_at"),
)

sanction = sa.Table(
    "sanction",
    metadata,
    office_code(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("step", sa.Text),
    sa.Column("imposed_at", INSTANT),
    sa.Column("lifted_at", INSTANT),
)
