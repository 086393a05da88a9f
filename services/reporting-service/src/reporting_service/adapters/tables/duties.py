"""The report as a duty: settings, and when which edition was handed over."""

import sqlalchemy as sa

from reporting_service.adapters.columns import key, metadata, office_code

report_settings = sa.Table(
    "report_settings",
    metadata,
    office_code(),
    sa.Column("addressee", sa.Text, nullable=False),
    sa.Column("through", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("letter_unit", sa.Text, nullable=False),
    sa.Column("due_days", sa.Integer),
    sa.Column("version", sa.Integer, nullable=False),
)

handover = sa.Table(
    "handover",
    metadata,
    office_code(),
    key("year", sa.Integer),
    key("quarter", sa.Integer),
    key("edition", sa.Integer),
    sa.Column("handed_over_on", sa.Date, nullable=False),
    sa.Column("proof", sa.Text, nullable=False),
)
