"""Operations of imports."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from shared.imports.table import import_table
from survey_service.adapters.tables.metadata import metadata

operation = import_table(
    metadata,
    "operation",
    sa.Column("column_map", JSONB, nullable=False),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    sa.Column("imported_before", sa.Boolean, nullable=False),
    sa.Column("ignored_columns", sa.Integer, nullable=False),
    sa.Index("operation_fingerprint", "office_code", "fingerprint"),
    errors="faults",
)
