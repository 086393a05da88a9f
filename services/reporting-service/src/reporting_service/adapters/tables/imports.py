"""Imports and how they ended."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from reporting_service.adapters.columns import INSTANT, metadata
from shared.imports.table import import_table

import_operation = import_table(
    metadata,
    "import_operation",
    sa.Column("notes", pg.JSONB, nullable=False),
    sa.Column("finished_at", INSTANT, nullable=False),
)
