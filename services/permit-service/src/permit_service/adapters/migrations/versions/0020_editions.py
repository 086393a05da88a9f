"""What documents are set on and how their numbers are written."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect

revision = "0020"
down_revision = "0019"

SERVICE = "permit"


def upgrade() -> None:
    """Columns that may be empty: what was set before has no edition on record."""
    op.add_column("application", sa.Column("paper", JSONB))
    op.add_column("licence", sa.Column("paper", JSONB))
    op.add_column("licence", sa.Column("number_format", JSONB))
    op.add_column("number_reservation", sa.Column("number_format", JSONB))
    op.create_table(
        "kept_emblem",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("picture", sa.LargeBinary, nullable=False),
    )
    protect(op, "kept_emblem", service=SERVICE)
