"""What agencies are asked under, and who of the staff took note of a standard."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect

revision = "0017"
down_revision = "0016"

SERVICE = "permit"


def upgrade() -> None:
    """Columns that may be empty: what was asked before has no SOP on record."""
    op.add_column("recommendation", sa.Column("service_time", JSONB))
    op.add_column("recommendation", sa.Column("sop_version", sa.Text))
    op.add_column("recommendation", sa.Column("sop_number", sa.Text))
    op.create_table(
        "standard_acknowledgement",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("service_code", sa.Text, primary_key=True),
        sa.Column("document", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("account", sa.Text, primary_key=True),
        sa.Column("username", sa.Text, nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "document in ('service_standard', 'operating_procedure')",
            name="standard_acknowledgement_document",
        ),
    )
    protect(op, "standard_acknowledgement", service=SERVICE)
