"""The service catalogue, in versions that never change, and the imports that made some."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from permit_service.adapters.tables.metadata import INSTANT, empty, metadata
from shared.imports.table import import_table

service_version = sa.Table(
    "service_version",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("content", JSONB, nullable=False),
    sa.Column("recorded_at", INSTANT, nullable=False),
)

catalogue_import = import_table(
    metadata,
    "catalogue_import",
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("services", JSONB, nullable=False, server_default=empty("[]")),
    sa.Column("finished_at", INSTANT, nullable=False),
    sa.CheckConstraint("state in ('succeeded', 'failed')", name="catalogue_import_state"),
    errors="faults",
)
