"""Imports of an office's licences; the file is sealed, and gone when its import has ended."""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, metadata
from shared.imports.table import import_table, lease_columns

licence_import = import_table(
    metadata,
    "licence_import",
    *lease_columns(),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("finished_at", INSTANT),
    sa.CheckConstraint("state in ('running', 'succeeded', 'failed')", name="licence_import_state"),
    sa.CheckConstraint(
        "(state = 'running') = (content is not null)", name="licence_import_lets_go_of_its_file"
    ),
    sa.Index(
        "licence_import_running", "requested_at", postgresql_where=sa.text("state = 'running'")
    ),
    errors="faults",
)
