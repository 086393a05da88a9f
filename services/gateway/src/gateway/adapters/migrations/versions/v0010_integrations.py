"""The connections to outside systems: circuits, the outage log, reconciliations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect

revision = "0010"
down_revision = "0009"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates them, protected."""
    op.create_table(
        "integration_circuit",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("system", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failing_since", _INSTANT),
        sa.Column("retry_at", _INSTANT),
        sa.Column("last_success_at", _INSTANT),
        sa.Column("last_failure_at", _INSTANT),
        sa.Column("last_failure", sa.Text),
        sa.CheckConstraint(
            "(state = 'closed') = (retry_at is null)", name="integration_circuit_waits"
        ),
    )
    op.create_table(
        "integration_outage",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("started_at", _INSTANT, nullable=False),
        sa.Column("ended_at", _INSTANT),
        sa.Column("noted_by", sa.Text, nullable=False),
        sa.Column("noted_at", _INSTANT, nullable=False),
        sa.Column("called_off", sa.Boolean, nullable=False),
        sa.Column("told_start", _INSTANT),
        sa.Column("told_end", _INSTANT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("ended_at >= started_at", name="integration_outage_order"),
        sa.CheckConstraint(
            "kind <> 'maintenance' or ended_at is not null", name="integration_outage_announced"
        ),
    )
    op.create_table(
        "integration_reconciliation",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("ran_at", _INSTANT, nullable=False),
        sa.Column("counted_here", sa.Integer, nullable=False),
        sa.Column("counted_there", sa.Integer, nullable=False),
        sa.Column("findings", JSONB, nullable=False),
    )
    op.create_index(
        "integration_outage_by_start", "integration_outage", ["office_code", "system", "started_at"]
    )
    op.create_index(
        "integration_reconciliation_listed",
        "integration_reconciliation",
        ["office_code", "system", "id"],
    )
    for table in ("integration_circuit", "integration_outage", "integration_reconciliation"):
        protect(op, table, service="gateway")
