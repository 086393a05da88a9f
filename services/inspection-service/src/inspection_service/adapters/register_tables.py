"""The tables of the registers beside inspections: complaints, assessments, reports, actions."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from inspection_service.adapters.columns import (
    instant,
    key,
    nested,
    of,
    office_code,
    row_version,
    sealed,
    words,
)
from inspection_service.adapters.tables import metadata
from shared.imports.table import import_table, lease_columns

# What people said is sealed as a whole; what is counted stands in the open.
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

compliance = sa.Table(
    "compliance",
    metadata,
    key(),
    office_code(),
    of("business_id", "business"),
    words("nib"),
    sa.Column("year", sa.Integer, nullable=False),
    words("ruleset_version"),
    nested("technical", optional=True),
    nested("administrative", optional=True),
    nested("oss", optional=True),
    row_version(),
    sa.UniqueConstraint("business_id", "year", name="compliance_of_year"),
)

ONE_REPORT = "investment_report_once"

investment_report = sa.Table(
    "investment_report",
    metadata,
    key(),
    office_code(),
    of("business_id", "business"),
    words("nib"),
    words("project"),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("quarter", sa.Integer, nullable=False),
    words("report_type"),
    words("stage"),
    nested("figures"),
    sa.Column("due_on", sa.Date, nullable=False),
    words("submitted_by"),
    instant("submitted_at"),
    sa.Column("is_late", sa.Boolean, nullable=False),
    words("ruleset_version"),
    words("status"),
    nested("verification", optional=True),
    nested("evaluation", optional=True),
    row_version(),
    sa.UniqueConstraint(
        "business_id", "project", "year", "quarter", "report_type", name=ONE_REPORT
    ),
    sa.CheckConstraint("quarter between 1 and 4", name="investment_report_quarter"),
)

overdue_report = sa.Table(
    "overdue_report",
    metadata,
    sa.Column("business_id", sa.Uuid, sa.ForeignKey("business.id"), primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("quarter", sa.Integer, primary_key=True),
    office_code(),
)

import_operation = import_table(
    metadata,
    "import_operation",
    *lease_columns(),
    words("sha256"),
    sa.Column("unchanged", sa.Integer, nullable=False, server_default="0"),
    sa.Column("findings", JSONB(none_as_null=True), nullable=False, server_default="[]"),
    instant("finished_at", optional=True),
    row_version(),
    sa.CheckConstraint(
        "(state = 'running') = (content is not null)", name="import_operation_lets_go_of_its_file"
    ),
    sa.Index(
        "import_operation_running", "requested_at", postgresql_where=sa.text("state = 'running'")
    ),
)

officer_action = sa.Table(
    "officer_action",
    metadata,
    key(),
    office_code(),
    of("inspection_id", "inspection"),
    words("inspector"),
    words("kind"),
    words("duty"),
    sealed("reason"),
    words("legal_basis"),
    words("taken_by"),
    instant("taken_at"),
    row_version(),
)

__all__ = [
    "complaint",
    "compliance",
    "import_operation",
    "investment_report",
    "metadata",
    "officer_action",
    "overdue_report",
]
