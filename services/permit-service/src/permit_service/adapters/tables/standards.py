"""Who took note of which version of a service's standard (SPP) or procedure (SOP)."""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, metadata

standard_acknowledgement = sa.Table(
    "standard_acknowledgement",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("document", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("username", sa.Text, nullable=False),
    sa.Column("acknowledged_at", INSTANT, nullable=False),
    sa.CheckConstraint(
        "document in ('service_standard', 'operating_procedure')",
        name="standard_acknowledgement_document",
    ),
)
