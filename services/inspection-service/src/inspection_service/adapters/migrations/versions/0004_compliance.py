"""Assessments of compliance."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SERVICE = "inspection"

PROTECTED = ("compliance",)


def upgrade() -> None:
    """Tables, row-level security, and grants."""

    op.create_table(
        "compliance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("nib", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ruleset_version", sa.Text(), nullable=False),
        sa.Column("technical", JSONB(), nullable=True),
        sa.Column("administrative", JSONB(), nullable=True),
        sa.Column("oss", JSONB(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["business.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("business_id", "year", name="compliance_of_year"),
    )
    for table in PROTECTED:
        protect(op, table, service=SERVICE)


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
