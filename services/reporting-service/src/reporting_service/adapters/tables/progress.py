"""How new the read models are, and how far rebuilds of them."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from reporting_service.adapters.columns import INSTANT, metadata, office_code

model_progress = sa.Table(
    "model_progress",
    metadata,
    office_code(),
    sa.Column("model", sa.Text, primary_key=True),
    sa.Column("as_of", INSTANT, nullable=False),
    sa.Column("lag_seconds", sa.Float, nullable=False),
)

# Ids and positions of any office, for the worker that goes on with them.
rebuild = sa.Table(
    "rebuild",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("requested_at", INSTANT, nullable=False),
    sa.Column("positions", pg.JSONB, nullable=False),
    sa.Column("done", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("applied", sa.BigInteger, nullable=False),
    sa.Column("finished_at", INSTANT),
)
