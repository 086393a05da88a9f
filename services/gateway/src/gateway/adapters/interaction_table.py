"""The record of interactions. The application role may add to it and read it; what it may delete
is only what is older than a year."""

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

# The migration tool is not imported by those who only serve.
if TYPE_CHECKING:
    from alembic.operations import Operations

KEPT = "interval '1 year'"

# Who belongs to no office is the business of every office's administrator.
_SEEN = (
    "office_code = any (string_to_array(current_setting('app.offices', true), ','))"
    " or actor = current_setting('app.actor', true)"
    " or (office_code is null and current_setting('app.offices', true) <> '')"
)
_RIGHTS = (
    "alter table interaction enable row level security",
    "alter table interaction force row level security",
    f"create policy readers on interaction for select to gateway_app using ({_SEEN})",
    "create policy writers on interaction for insert to gateway_app with check (true)",
    f"create policy forgetting on interaction for delete to gateway_app"
    f" using (({_SEEN}) and at < now() - {KEPT})",
    "grant select, insert, delete on interaction to gateway_app",
)


def interaction_table(metadata: sa.MetaData) -> sa.Table:
    """Adds the record to the service's metadata."""
    return sa.Table(
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


def create_interactions(op: "Operations | Any") -> None:
    """In a migration: the table and the rights on it."""
    interaction_table(sa.MetaData()).create(op.get_bind())
    for statement in _RIGHTS:
        op.execute(statement)
