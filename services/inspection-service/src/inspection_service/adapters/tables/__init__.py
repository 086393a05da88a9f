"""The tables of supervision, a file per noun. Every row of an office carries its code, which
row-level security reads; what resolves a NIB to its offices, and the offices themselves, hold
nobody's data."""

from inspection_service.adapters.tables.businesses import (
    business,
    enquiry,
    licence,
    licence_status,
    location,
)
from inspection_service.adapters.tables.complaints import complaint
from inspection_service.adapters.tables.compliance import compliance
from inspection_service.adapters.tables.imports import import_operation
from inspection_service.adapters.tables.inspections import inspection
from inspection_service.adapters.tables.investment_reports import (
    ONE_REPORT,
    investment_report,
    overdue_report,
)
from inspection_service.adapters.tables.metadata import metadata
from inspection_service.adapters.tables.officer_actions import officer_action
from inspection_service.adapters.tables.offices import (
    letter_office,
    nib_office,
    number_series,
    office,
    office_days,
)
from inspection_service.adapters.tables.plans import (
    ONE_PLAN,
    ONE_VISIT,
    inspection_plan,
    plan_item,
)
from inspection_service.adapters.tables.violations import (
    OPEN_SANCTION,
    follow_up,
    sanction,
    violation,
)

__all__ = [
    "ONE_PLAN",
    "ONE_REPORT",
    "ONE_VISIT",
    "OPEN_SANCTION",
    "business",
    "complaint",
    "compliance",
    "enquiry",
    "follow_up",
    "import_operation",
    "inspection",
    "inspection_plan",
    "investment_report",
    "letter_office",
    "licence",
    "licence_status",
    "location",
    "metadata",
    "nib_office",
    "number_series",
    "office",
    "office_days",
    "officer_action",
    "overdue_report",
    "plan_item",
    "sanction",
    "violation",
]
