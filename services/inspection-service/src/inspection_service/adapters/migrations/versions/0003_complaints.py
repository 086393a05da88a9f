"""The register of complaints."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SERVICE = "inspection"

PROTECTED = ("complaint",)


def upgrade() -> None:
    """Tables, row-level security, and grants."""

    op.create_table(
        "complaint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("story", sa.LargeBinary(), nullable=False),
        sa.Column("identity_withheld", sa.Boolean(), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruleset_version", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("subject_refs", JSONB(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("evidence_to_follow", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("actions", sa.LargeBinary(), nullable=False),
        sa.Column("verification", sa.LargeBinary(), nullable=True),
        sa.Column("resolution", sa.LargeBinary(), nullable=True),
        sa.Column("unblocking", JSONB(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind <> 'complaint' or ground is not null", name="complaint_ground"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", name="complaint_number"),
    )
    op.create_index("complaint_office", "complaint", ["office_code", "id"], unique=False)
    for table in PROTECTED:
        protect(op, table, service=SERVICE, owner="filed_by")


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
