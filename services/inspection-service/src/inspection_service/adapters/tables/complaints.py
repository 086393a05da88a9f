"""Complaints. What people said is sealed as a whole; what is counted stands in the open."""

import sqlalchemy as sa

from inspection_service.adapters.columns import (
    instant,
    key,
    nested,
    office_code,
    row_version,
    sealed,
    words,
)
from inspection_service.adapters.tables.metadata import metadata

complaint = sa.Table(
    "complaint",
    metadata,
    key(),
    office_code(),
    words("number"),
    words("kind"),
    words("channel"),
    sealed("story"),
    sa.Column("identity_withheld", sa.Boolean, nullable=False),
    words("filed_by"),
    instant("filed_at"),
    words("ruleset_version"),
    words("subject", optional=True),
    nested("subject_refs"),
    words("ground", optional=True),
    sa.Column("evidence_to_follow", sa.Boolean, nullable=False),
    words("external_reference", optional=True),
    words("status"),
    sealed("actions"),
    sealed("verification", optional=True),
    sealed("resolution", optional=True),
    nested("unblocking", optional=True),
    row_version(),
    sa.CheckConstraint("kind <> 'complaint' or ground is not null", name="complaint_ground"),
    sa.UniqueConstraint("number", name="complaint_number"),
    sa.Index("complaint_office", "office_code", "id"),
    sa.Index(
        "complaint_imported_once",
        "office_code",
        "external_reference",
        "filed_at",
        unique=True,
        postgresql_where=sa.text("external_reference is not null"),
    ),
)
