"""Sessions, their refresh tokens, and the devices they were begun on."""

import sqlalchemy as sa

from gateway.adapters.tables.metadata import INSTANT, metadata

session = sa.Table(
    "session",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), nullable=False),
    sa.Column("began_at", INSTANT, nullable=False),
    sa.Column("ends_at", INSTANT, nullable=False),
    sa.Column("revoked_at", INSTANT),
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
    sa.Column("ended_at", INSTANT, nullable=False),
    sa.CheckConstraint("(session_id is null) <> (account_id is null)", name="ended_access_of_one"),
    sa.Index("ended_access_end", "ended_at"),
)

# Of a device that signed in there is a keyed fingerprint and nothing else.
known_device = sa.Table(
    "known_device",
    metadata,
    sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), primary_key=True),
    sa.Column("device_index", sa.LargeBinary, primary_key=True),
    sa.Column("first_seen_at", INSTANT, nullable=False),
)

refresh_token = sa.Table(
    "refresh_token",
    metadata,
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column(
        "session_id", sa.Uuid, sa.ForeignKey("session.id", ondelete="cascade"), nullable=False
    ),
    sa.Column("ends_at", INSTANT, nullable=False),
    sa.Column("used_at", INSTANT),
    sa.Index("refresh_token_session", "session_id"),
)
