"""What was answered, added up by month."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from survey_service.adapters.tables.metadata import metadata, office_code

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

import_run = sa.Table(
    "import_run",
    metadata,
    sa.Column("import_id", sa.Uuid, primary_key=True),
    sa.Column("month", sa.Date, primary_key=True),
    office_code(),
    sa.Column("longest", sa.Integer, nullable=False),
)
