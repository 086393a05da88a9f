"""Accounts, profiles, sessions, delegations, offices and calendars."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.database.row_security import grant, protect
from shared.messaging.schema import create_messaging

revision = "0001"
down_revision = None

SERVICE = "gateway"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Tables, row-level security, and grants."""
    create_messaging(op, SERVICE)
    _create_accounts()
    _create_sessions()
    _create_offices()
    protect(op, "profile", service=SERVICE, owner="owner")
    protect(op, "delegation", service=SERVICE)
    for table in ("account", "office", "office_calendar"):
        grant(op, table, "select, insert, update", service=SERVICE)
    for table in ("session", "refresh_token"):
        grant(op, table, "select, insert, update, delete", service=SERVICE)


def _create_accounts() -> None:
    op.create_table(
        "account",
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
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("kind in ('person', 'staff', 'integration')", name="account_kind"),
        sa.CheckConstraint("username = lower(username)", name="account_username_lower"),
        sa.UniqueConstraint("username", name="account_username"),
    )
    op.create_index("account_offices", "account", ["offices"], postgresql_using="gin")
    op.create_table(
        "profile",
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
    )
    op.create_index("profile_nik", "profile", ["nik_index"])
    op.create_table(
        "delegation",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("legal_basis", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.CheckConstraint("valid_from <= valid_until", name="delegation_dates"),
    )
    op.create_index("delegation_account", "delegation", ["account_id"])


def _create_sessions() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("began_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("revoked_at", _INSTANT),
    )
    op.create_index("session_account", "session", ["account_id"])
    op.create_index("session_end", "session", ["ends_at"])
    op.create_table(
        "refresh_token",
        sa.Column("hash", sa.LargeBinary, primary_key=True),
        sa.Column(
            "session_id", sa.Uuid, sa.ForeignKey("session.id", ondelete="cascade"), nullable=False
        ),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("used_at", _INSTANT),
    )
    op.create_index("refresh_token_session", "refresh_token", ["session_id"])


def _create_offices() -> None:
    op.create_table(
        "office",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("regency", sa.Text, nullable=False),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.Column("is_time_zone_verified", sa.Boolean, nullable=False),
        sa.Column("survey_gate", sa.Text, nullable=False),
        sa.Column("survey_gate_source", sa.Text, nullable=False),
        sa.Column("counts_cuti_bersama_as_working", sa.Boolean, nullable=False),
        sa.Column("number_code", sa.Text, nullable=False),
        sa.Column("letterhead", ARRAY(sa.Text), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "office_calendar",
        sa.Column("office_code", sa.Text, sa.ForeignKey("office.code"), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("days", JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
