"""The tables of the connections to outside systems: circuits, the outage log, reconciliations."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from gateway.adapters.tables.metadata import INSTANT, metadata

integration_circuit = sa.Table(
    "integration_circuit",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("system", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("failing_since", INSTANT),
    sa.Column("retry_at", INSTANT),
    sa.Column("last_success_at", INSTANT),
    sa.Column("last_failure_at", INSTANT),
    sa.Column("last_failure", sa.Text),
    sa.CheckConstraint("(state = 'closed') = (retry_at is null)", name="integration_circuit_waits"),
)

integration_outage = sa.Table(
    "integration_outage",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("system", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("started_at", INSTANT, nullable=False),
    sa.Column("ended_at", INSTANT),
    sa.Column("noted_by", sa.Text, nullable=False),
    sa.Column("noted_at", INSTANT, nullable=False),
    sa.Column("called_off", sa.Boolean, nullable=False),
    sa.Column("told_start", INSTANT),
    sa.Column("told_end", INSTANT),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("ended_at >= started_at", name="integration_outage_order"),
    sa.CheckConstraint(
        "kind <> 'maintenance' or ended_at is not null", name="integration_outage_announced"
    ),
    sa.Index("integration_outage_by_start", "office_code", "system", "started_at"),
)

integration_reconciliation = sa.Table(
    "integration_reconciliation",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("system", sa.Text, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("ran_at", INSTANT, nullable=False),
    sa.Column("counted_here", sa.Integer, nullable=False),
    sa.Column("counted_there", sa.Integer, nullable=False),
    sa.Column("findings", JSONB, nullable=False),
    sa.Index("integration_reconciliation_listed", "office_code", "system", "id"),
)
