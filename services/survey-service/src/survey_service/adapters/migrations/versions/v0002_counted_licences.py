"""Licences of a month that are known only as a count."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Creates the counts."""
    op.create_table(
        "counted_licences",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("services", JSONB(), nullable=False),
        sa.Column("licences", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_code", "month", "channel", "kind"),
    )
    protect(op, "counted_licences", service="survey")
