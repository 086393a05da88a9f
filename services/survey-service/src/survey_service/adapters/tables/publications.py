"""Published indices, and what is done about the lowest elements."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from survey_service.adapters.tables.metadata import INSTANT, metadata, office_code

published_index = sa.Table(
    "published_index",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    office_code(),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("policy", sa.Text, nullable=False),
    sa.Column("respondents", sa.BigInteger, nullable=False),
    sa.Column("ikm", sa.Numeric(5, 2), nullable=False),
    sa.Column("grade", sa.Text, nullable=False),
    sa.Column("nrr", JSONB, nullable=False),
    sa.Column("published_at", INSTANT, nullable=False),
    sa.UniqueConstraint("office_code", "period", name="published_index_period"),
)

improvement = sa.Table(
    "improvement",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    office_code(),
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
