"""Who did what through the door, and from which kinds of device accounts signed in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0007"
down_revision = "0006"

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
    f" using (({_SEEN}) and at < now() - interval '1 year')",
    "grant select, insert, delete on interaction to gateway_app",
)


def upgrade() -> None:
    """The record, which is added to and read; a session's device, unknown for those before."""
    op.create_table(
        "interaction",
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
    )
    op.create_index("interaction_of_office", "interaction", ["office_code", sa.text("id desc")])
    op.create_index("interaction_of_actor", "interaction", ["actor", sa.text("id desc")])
    for statement in _RIGHTS:
        op.execute(statement)
    op.add_column("session", sa.Column("device", sa.Text, nullable=False, server_default="other"))
    op.create_table(
        "known_device",
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("device_index", sa.LargeBinary, primary_key=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute("grant select, insert on known_device to gateway_app")
