"""What offices write into their reports."""

import sqlalchemy as sa

from reporting_service.adapters.columns import metadata

evaluation = sa.Table(
    "evaluation",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("quarter", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("solution", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("partner", sa.Text, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("evaluation_by_quarter", "office_code", "year", "quarter"),
)
