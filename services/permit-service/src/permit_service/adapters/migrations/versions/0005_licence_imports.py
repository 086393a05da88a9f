"""Imports of an office's licences, and what a book says of a holder: sealed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect

revision = "0005"
down_revision = "0004"

SERVICE = "permit"
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """The office's own imports; a holder's NIK and address stand in one sealed column."""
    op.add_column("licence", sa.Column("holder_sealed", sa.LargeBinary))
    op.create_table(
        "licence_import",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("requested_by", sa.Text, nullable=False),
        sa.Column("requested_at", _INSTANT, nullable=False),
        sa.Column("columns", JSONB, nullable=False),
        sa.Column("dry_run", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("progress", sa.Float, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("accepted", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("unchanged", sa.Integer, nullable=False),
        sa.Column("faults", JSONB, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("finished_at", _INSTANT),
        sa.Column("worker", sa.Uuid),
        sa.Column("held_until", _INSTANT),
        sa.Column("content", sa.LargeBinary),
        sa.CheckConstraint(
            "state in ('running', 'succeeded', 'failed')", name="licence_import_state"
        ),
        sa.CheckConstraint(
            "(state = 'running') = (content is not null)",
            name="licence_import_lets_go_of_its_file",
        ),
    )
    op.create_index(
        "licence_import_running",
        "licence_import",
        ["requested_at"],
        postgresql_where=sa.text("state = 'running'"),
    )
    protect(op, "licence_import", service=SERVICE)
