"""The survey service's tables.

`application_survey` says whether an application was answered, `response` holds answers. No column
leads from one to the other, and `response` knows a date but no time of day.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from shared.imports.table import import_table
from shared.messaging.schema import messaging_tables
from shared.seals.schema import seal_table

SERVICE = "survey"
PROTECTED = (
    "questionnaire",
    "application_survey",
    "response",
    "tally",
    "monthly_tally",
    "import_run",
    "service_use",
    "counted_licences",
    "stated_population",
    "operation",
    "published_index",
    "improvement",
)

metadata = sa.MetaData()
messaging_tables(metadata)
seal_table(metadata)

_instant = sa.DateTime(timezone=True)


def _office() -> sa.Column[str]:
    return sa.Column("office_code", sa.Text, nullable=False)


office = sa.Table(
    "office",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("survey_gate", sa.Text, nullable=False),
    sa.Column("settings_version", sa.Integer, nullable=False),
)

questionnaire = sa.Table(
    "questionnaire",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("effective_from", sa.Date, nullable=False),
    sa.Column("definition", JSONB, nullable=False),
)

survey_reference = sa.Table(
    "survey_reference",
    metadata,
    sa.Column("reference", sa.Text, primary_key=True),
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("application_id", sa.Uuid),
    sa.Column("early_at", _instant),
    sa.Column("early_by", sa.Text),
    sa.CheckConstraint("(early_at is null) = (early_by is null)", name="survey_reference_early"),
)

application_survey = sa.Table(
    "application_survey",
    metadata,
    sa.Column("application_id", sa.Uuid, primary_key=True),
    _office(),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("gate", sa.Text),
    sa.Column("invitation_id", sa.Uuid, unique=True),
    sa.Column("opened_at", _instant),
    sa.Column("expires_at", _instant),
    sa.Column("completed_at", _instant),
    sa.Column("completed_by", sa.Text),
    sa.Column("closed_at", _instant),
    sa.CheckConstraint("gate in ('required', 'exempt')", name="application_survey_gate"),
    sa.CheckConstraint(
        "(invitation_id is null) = (expires_at is null)", name="application_survey_invitation"
    ),
    sa.CheckConstraint(
        "(completed_at is null) = (completed_by is null)", name="application_survey_completed"
    ),
)

response = sa.Table(
    "response",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    _office(),
    sa.Column("answered_on", sa.Date, nullable=False),
    sa.Column("collection_mode", sa.Text, nullable=False),
    sa.Column("questionnaire_id", sa.Text, nullable=False),
    sa.Column("service_code", sa.Text),
    sa.Column("answers", JSONB, nullable=False),
    sa.Column("profile", JSONB, nullable=False),
    sa.Column("suggestion", sa.LargeBinary),
    sa.Column("import_id", sa.Uuid),
    sa.Column("import_row", sa.Integer),
    sa.CheckConstraint("(import_id is null) = (import_row is null)", name="response_import"),
    sa.Index("response_office_day", "office_code", "answered_on"),
)

untold_response = sa.Table(
    "untold_response",
    metadata,
    sa.Column("response_id", sa.Uuid, primary_key=True),
    _office(),
)

monthly_tally = sa.Table(
    "monthly_tally",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("month", sa.Date, primary_key=True),
    sa.Column("questionnaire_id", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("respondents", sa.BigInteger, nullable=False),
    sa.Column("sums", JSONB, nullable=False),
    sa.Column("uniform", sa.BigInteger, nullable=False),
    sa.Column("all_highest", sa.BigInteger, nullable=False),
)

# Written by processes of the release before alone; a trigger adds their cells to `monthly_tally`.
tally = sa.Table(
    "tally",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("month", sa.Date, primary_key=True),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("collection_mode", sa.Text, primary_key=True),
    sa.Column("questionnaire_id", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("respondents", sa.BigInteger, nullable=False),
    sa.Column("sums", JSONB, nullable=False),
    sa.Column("uniform", sa.BigInteger, nullable=False),
    sa.Column("all_highest", sa.BigInteger, nullable=False),
)

import_run = sa.Table(
    "import_run",
    metadata,
    sa.Column("import_id", sa.Uuid, primary_key=True),
    sa.Column("month", sa.Date, primary_key=True),
    _office(),
    sa.Column("longest", sa.Integer, nullable=False),
)

service_use = sa.Table(
    "service_use",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("month", sa.Date, primary_key=True),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("applications", sa.BigInteger, nullable=False),
    sa.Column("licences", sa.BigInteger, nullable=False),
)

counted_licences = sa.Table(
    "counted_licences",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("month", sa.Date, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("row", sa.Text, nullable=False),
    sa.Column("services", JSONB, nullable=False),
    sa.Column("licences", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

stated_population = sa.Table(
    "stated_population",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("definition", sa.Text, nullable=False),
)

operation = import_table(
    metadata,
    "operation",
    sa.Column("column_map", JSONB, nullable=False),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    sa.Column("imported_before", sa.Boolean, nullable=False),
    sa.Column("ignored_columns", sa.Integer, nullable=False),
    sa.Index("operation_fingerprint", "office_code", "fingerprint"),
    errors="faults",
)

published_index = sa.Table(
    "published_index",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    _office(),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("policy", sa.Text, nullable=False),
    sa.Column("respondents", sa.BigInteger, nullable=False),
    sa.Column("ikm", sa.Numeric(5, 2), nullable=False),
    sa.Column("grade", sa.Text, nullable=False),
    sa.Column("nrr", JSONB, nullable=False),
    sa.Column("published_at", _instant, nullable=False),
    sa.UniqueConstraint("office_code", "period", name="published_index_period"),
)

improvement = sa.Table(
    "improvement",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    _office(),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("element", sa.Text, nullable=False),
    sa.Column("nrr", sa.Numeric(4, 3), nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("office_code", "period", "element", name="improvement_element"),
)

OWN_TABLES = tuple(
    table
    for table in metadata.sorted_tables
    if table.name in {*PROTECTED, "office", "survey_reference", "untold_response"}
)
