"""The register of breaches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.database.key_rotation import Sealed, let_keys_rotate
from shared.database.row_security import protect

revision = "0005"
down_revision = "0004"

SERVICE = "gateway"
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates it, protected; nothing in it is ever deleted."""
    op.create_table(
        "privacy_breach",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("detected_at", _INSTANT, nullable=False),
        sa.Column("occurred_at", _INSTANT),
        sa.Column("categories", ARRAY(sa.Text), nullable=False),
        sa.Column("description", sa.LargeBinary, nullable=False),
        sa.Column("handling", sa.LargeBinary, nullable=False),
        sa.Column("applications", ARRAY(sa.Uuid), nullable=False),
        sa.Column("affected", sa.Integer, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("notices", JSONB, nullable=False),
        sa.Column("notified_at", _INSTANT),
        sa.Column("overdue_told_at", _INSTANT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("affected >= cardinality(applications)", name="privacy_breach_affected"),
    )
    op.create_index("privacy_breach_open", "privacy_breach", ["office_code", "detected_at"])
    protect(op, "privacy_breach", service=SERVICE)
    sealed = Sealed(table="privacy_breach", columns=("description", "handling"))
    let_keys_rotate(op, sealed, service=SERVICE)
