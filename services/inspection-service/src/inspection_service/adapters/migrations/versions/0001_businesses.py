"""Offices, businesses with their places and licences, and what is still to be asked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import grant, protect
from shared.messaging.schema import create_messaging

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERVICE = "inspection"

PROTECTED = ("business", "location", "licence", "licence_status")
OPEN = ("office", "office_days", "nib_office", "letter_office", "number_series")


def upgrade() -> None:
    """Tables, row-level security, and grants."""
    create_messaging(op, SERVICE)
    op.create_table(
        "business",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("nib", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("scale", sa.Text(), nullable=True),
        sa.Column("compliance", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_code", "nib", name="business_office_nib"),
    )
    op.create_table(
        "letter_office",
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("inspection_id"),
    )
    op.create_table(
        "licence_status",
        sa.Column("licence_id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("licence_id"),
    )
    op.create_table(
        "nib_office",
        sa.Column("nib", sa.Text(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("nib", "office_code"),
    )
    op.create_table(
        "number_series",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_code", "series", "year"),
    )
    op.create_table(
        "office",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("regency", sa.Text(), nullable=False),
        sa.Column("number_code", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("counts_cuti_bersama_as_working", sa.Boolean(), nullable=False),
        sa.Column("settings_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "office_days",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("calendar_version", sa.Integer(), nullable=False),
        sa.Column("days", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("office_code", "year"),
    )
    op.create_table(
        "enquiry",
        sa.Column("licence_id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["business.id"],
        ),
        sa.PrimaryKeyConstraint("licence_id"),
    )
    op.create_index("enquiry_due", "enquiry", ["due_at"], unique=False)
    op.create_table(
        "licence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["business.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("licence_business", "licence", ["business_id"], unique=False)
    op.create_table(
        "location",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("activities", JSONB(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["business.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("location_business", "location", ["business_id"], unique=False)
    for table in PROTECTED:
        protect(op, table, service=SERVICE)
    protect(op, "enquiry", service=SERVICE, deletable=True)
    for table in OPEN:
        grant(op, table, "select, insert, update", service=SERVICE)


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
