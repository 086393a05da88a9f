"""What was told of supervision, for the page that everybody may read."""

import sqlalchemy as sa

from reporting_service.adapters.columns import INSTANT, metadata, office_code

supervision_result = sa.Table(
    "supervision_result",
    metadata,
    office_code(),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("subject", sa.Uuid, primary_key=True),
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("told_at", INSTANT, nullable=False),
)
