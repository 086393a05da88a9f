"""Imports of an office's catalogue."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect

revision = "0010"
down_revision = "0009"

SERVICE = "permit"


def upgrade() -> None:
    """How each import ended."""
    op.create_table(
        "catalogue_import",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("dry_run", sa.Boolean, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("unchanged", sa.Integer, nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("services", JSONB, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("faults", JSONB, nullable=False, server_default=sa.text("'[]'")),
        sa.CheckConstraint("state in ('succeeded', 'failed')", name="catalogue_import_state"),
    )
    protect(op, "catalogue_import", service=SERVICE)
