"""The survey service's tables, a file per noun.

`application_survey` says whether an application was answered, `response` holds answers. No column
leads from one to the other, and `response` knows a date but no time of day.
"""

from survey_service.adapters.tables.imports import operation
from survey_service.adapters.tables.metadata import metadata
from survey_service.adapters.tables.offices import office
from survey_service.adapters.tables.publications import (
    improvement,
    published_index,
)
from survey_service.adapters.tables.questionnaires import questionnaire
from survey_service.adapters.tables.responses import (
    response,
    untold_response,
)
from survey_service.adapters.tables.surveys import (
    application_survey,
    survey_reference,
)
from survey_service.adapters.tables.tallies import (
    import_run,
    monthly_tally,
)
from survey_service.adapters.tables.uses import (
    counted_licences,
    service_use,
    stated_population,
)

SERVICE = "survey"
PROTECTED = (
    "questionnaire",
    "application_survey",
    "response",
    "monthly_tally",
    "import_run",
    "service_use",
    "counted_licences",
    "stated_population",
    "operation",
    "published_index",
    "improvement",
)

OWN_TABLES = tuple(
    table
    for table in metadata.sorted_tables
    if table.name in {*PROTECTED, "office", "survey_reference", "untold_response"}
)

__all__ = [
    "OWN_TABLES",
    "PROTECTED",
    "SERVICE",
    "application_survey",
    "counted_licences",
    "import_run",
    "improvement",
    "metadata",
    "monthly_tally",
    "office",
    "operation",
    "published_index",
    "questionnaire",
    "response",
    "service_use",
    "stated_population",
    "survey_reference",
    "untold_response",
]
