"""The tables of the permit service, a file per noun. What is impossible is a constraint."""

from permit_service.adapters.tables.applications import (
    application,
    recommendation,
    survey_fact,
)
from permit_service.adapters.tables.assignment import step_claim
from permit_service.adapters.tables.catalogue import catalogue_import, service_version
from permit_service.adapters.tables.checks import requirement_check
from permit_service.adapters.tables.clocks import (
    clock_recomputation,
    clock_recomputation_line,
    clock_rule,
    working_calendar,
)
from permit_service.adapters.tables.corrections import correction_round, office_rule
from permit_service.adapters.tables.counter import original_seen, wrong_claim_codes
from permit_service.adapters.tables.deliveries import delivery
from permit_service.adapters.tables.document_links import document_link
from permit_service.adapters.tables.documents import document, unclaimed_file
from permit_service.adapters.tables.intakes import outside_intake
from permit_service.adapters.tables.licence_imports import licence_import
from permit_service.adapters.tables.licence_templates import (
    kept_emblem,
    licence_template,
    office_emblem,
)
from permit_service.adapters.tables.licence_terms import licence_terms
from permit_service.adapters.tables.licences import (
    licence,
    number_reservation,
    number_series,
    sanction,
)
from permit_service.adapters.tables.metadata import metadata
from permit_service.adapters.tables.number_formats import number_format
from permit_service.adapters.tables.offices import office, office_year, public_token
from permit_service.adapters.tables.retention import (
    legal_hold,
    retention_run,
    retention_run_line,
)
from permit_service.adapters.tables.retributions import (
    retribution_assessment,
    retribution_bill,
    retribution_payment,
)
from permit_service.adapters.tables.site_visits import site_visit
from permit_service.adapters.tables.standards import standard_acknowledgement

__all__ = [
    "application",
    "catalogue_import",
    "clock_recomputation",
    "clock_recomputation_line",
    "clock_rule",
    "correction_round",
    "delivery",
    "document",
    "document_link",
    "kept_emblem",
    "legal_hold",
    "licence",
    "licence_import",
    "licence_template",
    "licence_terms",
    "metadata",
    "number_format",
    "number_reservation",
    "number_series",
    "office",
    "office_emblem",
    "office_rule",
    "office_year",
    "original_seen",
    "outside_intake",
    "public_token",
    "recommendation",
    "requirement_check",
    "retention_run",
    "retention_run_line",
    "retribution_assessment",
    "retribution_bill",
    "retribution_payment",
    "sanction",
    "service_version",
    "site_visit",
    "standard_acknowledgement",
    "step_claim",
    "survey_fact",
    "unclaimed_file",
    "working_calendar",
    "wrong_claim_codes",
]
