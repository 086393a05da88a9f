"""Answers: `response` knows a date but no time of day."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from survey_service.adapters.tables.metadata import metadata, office_code

response = sa.Table(
    "response",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    office_code(),
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
    office_code(),
)
