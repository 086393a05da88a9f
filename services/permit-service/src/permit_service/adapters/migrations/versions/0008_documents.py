"""Documents are scanned by a timer too, and files that nobody vouches for are known."""

import sqlalchemy as sa
from alembic import op

from shared.database.row_security import grant, protect

revision = "0008"
down_revision = "0007"

SERVICE = "permit"
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Columns, the queue's index, the table of unclaimed files, and rights."""
    op.add_column("document", sa.Column("scanned_at", _INSTANT))
    op.add_column("document", sa.Column("scan_due_at", _INSTANT))
    op.create_check_constraint(
        "document_says_when_it_was_scanned",
        "document",
        "scan_state not in ('pending', 'not_scanned') or scanned_at is null",
    )
    op.create_index(
        "document_pending",
        "document",
        ["office_code", "uploaded_at"],
        postgresql_where=sa.text("scan_state = 'pending'"),
    )
    grant(op, "document", "delete", service=SERVICE)
    op.create_table(
        "unclaimed_file",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("noted_by", sa.Text, nullable=False),
        sa.Column("noted_at", _INSTANT, nullable=False),
        sa.Column("is_given_up", sa.Boolean, nullable=False, server_default=sa.text("false")),
    )
    op.create_index("unclaimed_file_of_office", "unclaimed_file", ["office_code", "noted_at"])
    protect(op, "unclaimed_file", service=SERVICE, owner="noted_by", deletable=True)
