"""Which account represents which business; names, deeds and reasons are sealed."""

import sqlalchemy as sa

from gateway.adapters.tables.metadata import INSTANT, metadata

_IS_LIVE = sa.text("state in ('claimed', 'granted')")

# `words` are the claimant's name, the deed and the reason.
business_representation = sa.Table(
    "business_representation",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("nib", sa.Text, nullable=False),
    sa.Column("words", sa.LargeBinary, nullable=False),
    sa.Column("claimed_at", INSTANT, nullable=False),
    sa.Column("is_sent_a_code", sa.Boolean, nullable=False),
    sa.Column("is_confirmed", sa.Boolean, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("proof", sa.Text),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", INSTANT),
    sa.Column("ended_by", sa.Text),
    sa.Column("ended_at", INSTANT),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint(
        "state <> 'granted' or proof is not null", name="business_representation_proved"
    ),
    sa.CheckConstraint(
        "(state = 'ended') = (ended_at is not null)", name="business_representation_ended"
    ),
    sa.Index(
        "business_representation_once",
        "account",
        "nib",
        unique=True,
        postgresql_where=_IS_LIVE,
    ),
    sa.Index("business_representation_listed", "office_code", "id"),
    sa.Index("business_representation_own", "account", "claimed_at"),
)
