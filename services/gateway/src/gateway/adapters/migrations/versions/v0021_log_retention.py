"""How long an office keeps its logs, and what was destroyed of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.access_log import let_old_accesses_go
from shared.database.row_security import protect

revision = "0021"
down_revision = "0020"

SERVICE = "gateway"
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Periods, disposals, and the right to delete records of who read what."""
    let_old_accesses_go(op, SERVICE)
    op.create_table(
        "log_period",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("log", sa.Text, primary_key=True),
        sa.Column("effective_from", sa.Date, primary_key=True),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("verified", sa.Boolean, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.CheckConstraint("days = 0 or days >= 366", name="log_period_days"),
    )
    protect(op, "log_period", service=SERVICE)
    op.create_table(
        "log_disposal",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("log", sa.Text, nullable=False),
        sa.Column("until", _INSTANT, nullable=False),
        sa.Column("counts", JSONB, nullable=False),
        sa.Column("listed_by", sa.Text, nullable=False),
        sa.Column("listed_at", _INSTANT, nullable=False),
        sa.Column("ordered_by", sa.Text),
        sa.Column("ordered_at", _INSTANT),
        sa.Column("destroyed_at", _INSTANT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "(ordered_by is null) = (ordered_at is null)", name="log_disposal_ordered"
        ),
        sa.CheckConstraint(
            "destroyed_at is null or ordered_at is not null", name="log_disposal_destroyed"
        ),
    )
    op.create_index(
        "log_disposal_by_itself",
        "log_disposal",
        ["office_code", "log"],
        unique=True,
        postgresql_where=sa.text("ordered_at is null and listed_by = 'gateway'"),
    )
    op.create_index("log_disposal_of_office", "log_disposal", ["office_code", sa.text("id desc")])
    protect(op, "log_disposal", service=SERVICE)
