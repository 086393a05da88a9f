"""Entries of registers that an office kept before, and imports of more than one kind."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The number that an entry had, once per office and moment; what an import noted."""
    op.add_column("complaint", sa.Column("external_reference", sa.Text()))
    op.create_index(
        "complaint_imported_once",
        "complaint",
        ["office_code", "external_reference", "filed_at"],
        unique=True,
        postgresql_where=sa.text("external_reference is not null"),
    )
    op.add_column(
        "import_operation",
        sa.Column("kind", sa.Text(), nullable=False, server_default="businesses"),
    )
    op.add_column(
        "import_operation",
        sa.Column("unchanged", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column(
        "import_operation",
        sa.Column("findings", JSONB(), nullable=False, server_default="[]"),
    )


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
