"""LKPM, and those that are overdue."""

import sqlalchemy as sa

from inspection_service.adapters.columns import (
    instant,
    key,
    nested,
    of,
    office_code,
    row_version,
    words,
)
from inspection_service.adapters.tables.metadata import metadata

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
