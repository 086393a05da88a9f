"""Accounts hold no personal data; profiles do, encrypted and under row-level security."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from gateway.adapters.tables.metadata import INSTANT, metadata

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
    sa.Column("created_at", INSTANT, nullable=False),
    sa.Column("closed_at", INSTANT),
    sa.Column("listed_at", INSTANT),
    sa.Column("emptied_at", INSTANT),
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
    sa.Column("recorded_at", INSTANT, nullable=False),
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
    sa.Column("email_confirmed_at", INSTANT),
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
    sa.Column("revoked_at", INSTANT),
    sa.CheckConstraint("valid_from <= valid_until", name="delegation_dates"),
    sa.Index("delegation_account", "account_id"),
)
