"""Answer sheets and their running sums."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from reporting_service.adapters.columns import metadata, month, office_code

survey_response = sa.Table(
    "survey_response",
    metadata,
    office_code(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("answered_on", sa.Date, nullable=False),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("collection_mode", sa.Text, nullable=False),
    sa.Column("answers", pg.ARRAY(sa.SmallInteger), nullable=False),
    sa.Index("survey_response_by_day", "office_code", "answered_on", "id"),
)

survey_tally = sa.Table(
    "survey_tally",
    metadata,
    *month(),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("collection_mode", sa.Text, primary_key=True),
    sa.Column("respondents", sa.BigInteger, nullable=False),
    sa.Column("sums", pg.ARRAY(sa.BigInteger), nullable=False),
)
