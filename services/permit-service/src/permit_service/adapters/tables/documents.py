"""Documents, and the files that no document vouches for."""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, metadata

document = sa.Table(
    "document",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("requirement_no", sa.Integer, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("storage_key", sa.Text, nullable=False),
    sa.Column("scan_state", sa.Text, nullable=False),
    sa.Column("uploaded_by", sa.Text, nullable=False),
    sa.Column("uploaded_at", INSTANT, nullable=False),
    sa.Column("scanned_at", INSTANT),
    # Until then it is lent to a worker, or was found not to be scannable just now.
    sa.Column("scan_due_at", INSTANT),
    sa.CheckConstraint(
        "scan_state in ('pending', 'clean', 'infected', 'not_scanned')", name="document_scan_state"
    ),
    sa.CheckConstraint(
        "scan_state not in ('pending', 'not_scanned') or scanned_at is null",
        name="document_says_when_it_was_scanned",
    ),
    sa.Index("document_of_application", "application_id"),
    sa.Index(
        "document_pending",
        "office_code",
        "uploaded_at",
        postgresql_where=sa.text("scan_state = 'pending'"),
    ),
)

unclaimed_file = sa.Table(
    "unclaimed_file",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("noted_by", sa.Text, nullable=False),
    sa.Column("noted_at", INSTANT, nullable=False),
    # Being removed: it cannot be claimed any more.
    sa.Column("is_given_up", sa.Boolean, nullable=False, server_default=sa.text("false")),
    sa.Index("unclaimed_file_of_office", "office_code", "noted_at"),
)
