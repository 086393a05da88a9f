"""The record of interactions. The application role may add to it and read it; what it may delete
is only what is older than a year."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from gateway.adapters.tables.metadata import metadata

interaction = sa.Table(
    "interaction",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("actor", sa.Text),
    sa.Column("roles", ARRAY(sa.Text), nullable=False),
    sa.Column("office_code", sa.Text),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("route", sa.Text, nullable=False),
    sa.Column("subject", sa.Uuid),
    sa.Column("status", sa.SmallInteger, nullable=False),
    sa.Column("milliseconds", sa.Integer, nullable=False),
    sa.Column("request_id", sa.Text, nullable=False),
    sa.Index("interaction_of_office", "office_code", sa.text("id desc")),
    sa.Index("interaction_of_actor", "actor", sa.text("id desc")),
)
