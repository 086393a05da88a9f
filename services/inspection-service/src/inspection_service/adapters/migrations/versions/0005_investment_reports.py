"""Investment reports, and of whose absence was told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SERVICE = "inspection"

PROTECTED = ("investment_report", "overdue_report")


def upgrade() -> None:
    """Tables, row-level security, and grants."""

    op.create_table(
        "investment_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("nib", sa.Text(), nullable=False),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("report_type", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("figures", JSONB(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("ruleset_version", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("verification", JSONB(), nullable=True),
        sa.Column("evaluation", JSONB(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("quarter between 1 and 4", name="investment_report_quarter"),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["business.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "business_id",
            "project",
            "year",
            "quarter",
            "report_type",
            name="investment_report_once",
        ),
    )
    op.create_table(
        "overdue_report",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["business.id"],
        ),
        sa.PrimaryKeyConstraint("business_id", "year", "quarter"),
    )
    for table in PROTECTED:
        protect(op, table, service=SERVICE)


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
