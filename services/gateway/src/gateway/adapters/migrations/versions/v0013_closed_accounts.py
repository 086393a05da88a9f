"""When accounts were closed, and how long an office keeps whose they were."""

import sqlalchemy as sa
from alembic import op

from shared.database.row_security import protect

revision = "0013"
down_revision = "0012"

SERVICE = "gateway"
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Of those that are closed already the days count from now on."""
    for name in ("closed_at", "listed_at", "emptied_at"):
        op.add_column("account", sa.Column(name, _INSTANT))
    op.execute("update account set closed_at = now() where not is_active and kind = 'staff'")
    op.create_table(
        "account_period",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("effective_from", sa.Date, primary_key=True),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("verified", sa.Boolean, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.CheckConstraint("days >= 0", name="account_period_days"),
    )
    protect(op, "account_period", service=SERVICE)
