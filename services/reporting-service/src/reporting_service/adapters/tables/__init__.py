"""The tables of reporting, a file per noun. Read models can be thrown away and built again from the
owners' logs; counts, releases, letters, evaluations, issues and editions exist here alone."""

from reporting_service.adapters.columns import metadata
from reporting_service.adapters.tables.agencies import agency_answer, agency_time
from reporting_service.adapters.tables.applications import (
    application_moment,
    application_stage,
    open_application,
    stage_month,
)
from reporting_service.adapters.tables.counts import licence_count
from reporting_service.adapters.tables.data_requests import data_request, disclosure, letter_number
from reporting_service.adapters.tables.duties import handover, report_settings
from reporting_service.adapters.tables.editions import edition, edition_document, printed_report
from reporting_service.adapters.tables.evaluations import evaluation
from reporting_service.adapters.tables.imports import import_operation
from reporting_service.adapters.tables.investments import investment_release
from reporting_service.adapters.tables.issuances import (
    issuance,
    issuance_month,
    planned_month,
    service_time,
    versioned_time,
)
from reporting_service.adapters.tables.office_lists import office_list
from reporting_service.adapters.tables.offices import office, office_year
from reporting_service.adapters.tables.progress import model_progress, rebuild
from reporting_service.adapters.tables.registers import complaint, outage, sanction
from reporting_service.adapters.tables.standards import service_standard, service_standard_version
from reporting_service.adapters.tables.supervision import supervision_result
from reporting_service.adapters.tables.surveys import survey_response, survey_tally
from reporting_service.adapters.tables.system_issues import system_issue

__all__ = [
    "agency_answer",
    "agency_time",
    "application_moment",
    "application_stage",
    "complaint",
    "data_request",
    "disclosure",
    "edition",
    "edition_document",
    "evaluation",
    "handover",
    "import_operation",
    "investment_release",
    "issuance",
    "issuance_month",
    "letter_number",
    "licence_count",
    "metadata",
    "model_progress",
    "office",
    "office_list",
    "office_year",
    "open_application",
    "outage",
    "planned_month",
    "printed_report",
    "rebuild",
    "report_settings",
    "sanction",
    "service_standard",
    "service_standard_version",
    "service_time",
    "stage_month",
    "supervision_result",
    "survey_response",
    "survey_tally",
    "system_issue",
    "versioned_time",
]
