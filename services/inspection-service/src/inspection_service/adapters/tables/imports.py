"""Operations of imports."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from inspection_service.adapters.columns import (
    instant,
    row_version,
    words,
)
from inspection_service.adapters.tables.metadata import metadata
from shared.imports.table import import_table, lease_columns

import_operation = import_table(
    metadata,
    "import_operation",
    *lease_columns(),
    words("sha256"),
    sa.Column("unchanged", sa.Integer, nullable=False, server_default="0"),
    sa.Column("findings", JSONB(none_as_null=True), nullable=False, server_default="[]"),
    instant("finished_at", optional=True),
    row_version(),
    sa.CheckConstraint(
        "(state = 'running') = (content is not null)", name="import_operation_lets_go_of_its_file"
    ),
    sa.Index(
        "import_operation_running", "requested_at", postgresql_where=sa.text("state = 'running'")
    ),
)
