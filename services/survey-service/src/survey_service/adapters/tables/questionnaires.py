"""Questionnaires."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from survey_service.adapters.tables.metadata import metadata

questionnaire = sa.Table(
    "questionnaire",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("effective_from", sa.Date, nullable=False),
    sa.Column("definition", JSONB, nullable=False),
)
