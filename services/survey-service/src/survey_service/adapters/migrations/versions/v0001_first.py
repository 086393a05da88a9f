"""Questionnaires, surveys of applications, answers, tallies, imports and publications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import grant, protect
from shared.messaging.schema import create_messaging

revision = "0001"
down_revision = None

SERVICE = "survey"
PROTECTED = (
    "questionnaire",
    "application_survey",
    "response",
    "tally",
    "import_run",
    "service_use",
    "stated_population",
    "operation",
    "published_index",
    "improvement",
)


def upgrade() -> None:
    """Creates everything."""
    create_messaging(op, SERVICE)
    _create_tables()
    for table in PROTECTED:
        protect(op, table, service=SERVICE)
    # Facts about offices are public; references are unguessable; random ids tell nothing.
    grant(op, "office", "select, insert, update", service=SERVICE)
    grant(op, "survey_reference", "select, insert, update", service=SERVICE)
    grant(op, "untold_response", "select, insert, update, delete", service=SERVICE)


def _create_tables() -> None:
    op.create_table(
        "application_survey",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=True),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("gate in ('required', 'exempt')", name="application_survey_gate"),
        sa.CheckConstraint(
            "(completed_at is null) = (completed_by is null)", name="application_survey_completed"
        ),
        sa.CheckConstraint(
            "(invitation_id is null) = (expires_at is null)", name="application_survey_invitation"
        ),
        sa.PrimaryKeyConstraint("application_id"),
        sa.UniqueConstraint("invitation_id"),
    )
    op.create_table(
        "import_run",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("longest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "month"),
    )
    op.create_table(
        "improvement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("nrr", sa.Numeric(precision=4, scale=3), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_code", "period", "element", name="improvement_element"),
    )
    op.create_table(
        "office",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("survey_gate", sa.Text(), nullable=False),
        sa.Column("settings_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("column_map", JSONB(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("imported_before", sa.Boolean(), nullable=False),
        sa.Column("ignored_columns", sa.Integer(), nullable=False),
        sa.Column("faults", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "operation_fingerprint", "operation", ["office_code", "fingerprint"], unique=False
    )
    op.create_table(
        "published_index",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("respondents", sa.BigInteger(), nullable=False),
        sa.Column("ikm", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("nrr", JSONB(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_code", "period", name="published_index_period"),
    )
    op.create_table(
        "questionnaire",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("definition", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("office_code", "id"),
    )
    op.create_table(
        "response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("collection_mode", sa.Text(), nullable=False),
        sa.Column("questionnaire_id", sa.Text(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=True),
        sa.Column("answers", JSONB(), nullable=False),
        sa.Column("profile", JSONB(), nullable=False),
        sa.Column("suggestion", sa.LargeBinary(), nullable=True),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("import_row", sa.Integer(), nullable=True),
        sa.CheckConstraint("(import_id is null) = (import_row is null)", name="response_import"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("response_office_day", "response", ["office_code", "answered_on"], unique=False)
    op.create_table(
        "service_use",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("applications", sa.BigInteger(), nullable=False),
        sa.Column("licences", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_code", "month", "service_code", "channel"),
    )
    op.create_table(
        "stated_population",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_code", "period"),
    )
    op.create_table(
        "survey_reference",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("early_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("early_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(early_at is null) = (early_by is null)", name="survey_reference_early"
        ),
        sa.PrimaryKeyConstraint("reference", "office_code"),
    )
    op.create_table(
        "tally",
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("collection_mode", sa.Text(), nullable=False),
        sa.Column("questionnaire_id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("respondents", sa.BigInteger(), nullable=False),
        sa.Column("sums", JSONB(), nullable=False),
        sa.Column("uniform", sa.BigInteger(), nullable=False),
        sa.Column("all_highest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "office_code",
            "field",
            "month",
            "service_code",
            "collection_mode",
            "questionnaire_id",
            "value",
        ),
    )
    op.create_table(
        "untold_response",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("response_id"),
    )
