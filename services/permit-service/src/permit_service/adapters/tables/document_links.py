"""Links that open a document without signing in; the secret of a link is stored nowhere."""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, metadata

document_link = sa.Table(
    "document_link",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("issued_at", INSTANT, nullable=False),
    sa.Column("valid_until", sa.Date, nullable=False),
    sa.Column("expires_at", INSTANT, nullable=False),
    sa.Column("ended_at", INSTANT),
    sa.Column("window_began_at", INSTANT, nullable=False),
    sa.Column("downloads", sa.Integer, nullable=False),
    sa.CheckConstraint("document in ('licence', 'rejection_letter')", name="document_link_kind"),
    sa.Index(
        "document_link_in_force",
        "application_id",
        "document",
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    ),
    sa.Index("document_link_of_application", "application_id", "id"),
)
