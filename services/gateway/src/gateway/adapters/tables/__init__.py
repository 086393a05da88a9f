"""The tables of the gateway. Accounts hold no personal data; profiles do, encrypted and under
row-level security."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from gateway.adapters.tables.breaches import breach_table
from gateway.adapters.tables.deletions import deletion_table
from gateway.adapters.tables.intakes import intake_tables
from gateway.adapters.tables.integrations import integration_tables
from gateway.adapters.tables.interactions import interaction_table
from gateway.adapters.tables.notifications import notification_tables
from gateway.adapters.tables.oss import oss_tables
from gateway.adapters.tables.oss_entries import oss_entry_table
from shared.database.access_log import access_log_table
from shared.messaging.schema import messaging_tables
from shared.seals.schema import seal_table

metadata = sa.MetaData()
messaging_tables(metadata)
seal_table(metadata)
access_log_table(metadata)
notification_tables(metadata)
privacy_breach = breach_table(metadata)
deletion_request = deletion_table(metadata)
interaction = interaction_table(metadata)
integration_circuit, integration_outage, integration_reconciliation = integration_tables(metadata)
oss_message, oss_business, oss_permit, oss_application, oss_record = oss_tables(metadata)
oss_entry = oss_entry_table(metadata)
integration_intake, integration_service_map, integration_cursor, integration_answer = intake_tables(
    metadata
)

_INSTANT = sa.DateTime(timezone=True)

account = sa.Table(
    "account",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("username", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("roles", ARRAY(sa.Text), nullable=False),
    sa.Column("offices", ARRAY(sa.Text), nullable=False),
    sa.Column("agency", sa.Text),
    sa.Column("nibs", ARRAY(sa.Text), nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("created_at", _INSTANT, nullable=False),
    sa.Column("closed_at", _INSTANT),
    sa.Column("listed_at", _INSTANT),
    sa.Column("emptied_at", _INSTANT),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("kind in ('person', 'staff', 'integration')", name="account_kind"),
    sa.CheckConstraint("username = lower(username)", name="account_username_lower"),
    sa.UniqueConstraint("username", name="account_username"),
    sa.Index("account_offices", "offices", postgresql_using="gin"),
)

# How long an office keeps whose a closed account was, by the day from which it holds.
account_period = sa.Table(
    "account_period",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("effective_from", sa.Date, primary_key=True),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("verified", sa.Boolean, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.CheckConstraint("days >= 0", name="account_period_days"),
)

profile = sa.Table(
    "profile",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("office_code", sa.Text),
    sa.Column("full_name", sa.LargeBinary, nullable=False),
    sa.Column("email", sa.LargeBinary),
    sa.Column("phone", sa.LargeBinary),
    sa.Column("nik", sa.LargeBinary),
    sa.Column("nik_index", sa.LargeBinary),
    sa.Column("address", sa.LargeBinary),
    sa.Column("nip", sa.LargeBinary),
    sa.Column("rank", sa.Text),
    sa.Column("position", sa.Text),
    sa.Column("email_confirmed_at", _INSTANT),
    sa.Index("profile_nik", "nik_index"),
)

delegation = sa.Table(
    "delegation",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_until", sa.Date, nullable=False),
    sa.Column("legal_basis", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("revoked_at", _INSTANT),
    sa.CheckConstraint("valid_from <= valid_until", name="delegation_dates"),
    sa.Index("delegation_account", "account_id"),
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), nullable=False),
    sa.Column("began_at", _INSTANT, nullable=False),
    sa.Column("ends_at", _INSTANT, nullable=False),
    sa.Column("revoked_at", _INSTANT),
    sa.Column("device", sa.Text, nullable=False, server_default="other"),
    sa.Index("session_account", "account_id"),
    sa.Index("session_end", "ends_at"),
)

# Whose access tokens end before their time: those of a session, or those of an account that were
# issued before. The door knows it by heart, and forgets it when no such token can be out any more.
ended_access = sa.Table(
    "ended_access",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("session_id", sa.Uuid),
    sa.Column("account_id", sa.Uuid),
    sa.Column("ended_at", _INSTANT, nullable=False),
    sa.CheckConstraint("(session_id is null) <> (account_id is null)", name="ended_access_of_one"),
    sa.Index("ended_access_end", "ended_at"),
)

# Of a device that signed in there is a keyed fingerprint and nothing else.
known_device = sa.Table(
    "known_device",
    metadata,
    sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), primary_key=True),
    sa.Column("device_index", sa.LargeBinary, primary_key=True),
    sa.Column("first_seen_at", _INSTANT, nullable=False),
)

refresh_token = sa.Table(
    "refresh_token",
    metadata,
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column(
        "session_id", sa.Uuid, sa.ForeignKey("session.id", ondelete="cascade"), nullable=False
    ),
    sa.Column("ends_at", _INSTANT, nullable=False),
    sa.Column("used_at", _INSTANT),
    sa.Index("refresh_token_session", "session_id"),
)

office = sa.Table(
    "office",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("regency", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("is_time_zone_verified", sa.Boolean, nullable=False),
    sa.Column("survey_gate", sa.Text, nullable=False),
    sa.Column("survey_gate_source", sa.Text, nullable=False),
    sa.Column("survey_gate_from", sa.Date),
    sa.Column("counts_cuti_bersama_as_working", sa.Boolean, nullable=False),
    sa.Column("requires_answered_corrections", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("number_code", sa.Text, nullable=False),
    sa.Column("letterhead", ARRAY(sa.Text), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

office_calendar = sa.Table(
    "office_calendar",
    metadata,
    sa.Column("office_code", sa.Text, sa.ForeignKey("office.code"), primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("days", JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
