"""Letters that ask for data, and the log of what left the office."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from reporting_service.adapters.columns import key, metadata, office_code

data_request = sa.Table(
    "data_request",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("requester_type", sa.Text, nullable=False),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("letter_number", sa.Text),
    sa.Column("letter_date", sa.Date),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("data_request_by_day", "office_code", "received_on", "id"),
)

# Insert-only: the log of what left the office, and the reply that carried it.
disclosure = sa.Table(
    "disclosure",
    metadata,
    sa.Column("request_id", sa.Uuid, sa.ForeignKey("data_request.id"), primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("reply_number", sa.Text, nullable=False),
    sa.Column("dated_on", sa.Date, nullable=False),
    sa.Column("recipients", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("fields", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("personal_fields", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("legal_basis", sa.Text),
    sa.Column("purpose", sa.Text),
    sa.Column("extract", pg.JSONB, nullable=False),
    sa.UniqueConstraint("office_code", "reply_number", name="disclosure_number_once"),
)

letter_number = sa.Table(
    "letter_number",
    metadata,
    office_code(),
    key("year", sa.Integer),
    sa.Column("last", sa.Integer, nullable=False),
)
