"""Which account represents which business."""

import sqlalchemy as sa
from alembic import op

from shared.database.key_rotation import Sealed, let_keys_rotate
from shared.database.row_security import protect

revision = "0020"
down_revision = "0019"

SERVICE = "gateway"
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates the table: an office sees its own, a claimant theirs; the words are sealed."""
    op.create_table(
        "business_representation",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("nib", sa.Text, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("claimed_at", _INSTANT, nullable=False),
        sa.Column("is_sent_a_code", sa.Boolean, nullable=False),
        sa.Column("is_confirmed", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("proof", sa.Text),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", _INSTANT),
        sa.Column("ended_by", sa.Text),
        sa.Column("ended_at", _INSTANT),
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
            postgresql_where=sa.text("state in ('claimed', 'granted')"),
        ),
        sa.Index("business_representation_listed", "office_code", "id"),
        sa.Index("business_representation_own", "account", "claimed_at"),
    )
    protect(op, "business_representation", service=SERVICE, owner="account")
    sealed = Sealed(table="business_representation", columns=("words",))
    let_keys_rotate(op, sealed, service=SERVICE)
