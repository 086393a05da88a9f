"""Links that open a document without signing in."""

import sqlalchemy as sa
from alembic import op

from shared.database.row_security import protect

revision = "0024"
down_revision = "0023"

SERVICE = "permit"


def upgrade() -> None:
    """One link is in force for each document of an application."""
    op.create_table(
        "document_link",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("window_began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("downloads", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "document in ('licence', 'rejection_letter')", name="document_link_kind"
        ),
    )
    op.create_index(
        "document_link_in_force",
        "document_link",
        ["application_id", "document"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index("document_link_of_application", "document_link", ["application_id", "id"])
    protect(op, "document_link", service=SERVICE)
