"""Rebuilds of read models: the worker may empty what events made, and nothing else."""

from alembic import op

from shared.database.row_security import grant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SERVICE = "reporting"
_EMPTIED = (
    "issuance",
    "issuance_month",
    "service_time",
    "application_stage",
    "stage_month",
    "survey_response",
    "survey_tally",
    "complaint",
    "outage",
    "sanction",
)


def upgrade() -> None:
    """Makes the table of rebuilds and grants the emptying."""
    op.execute(
        "create table rebuild (id uuid primary key, office_code text not null,"
        " requested_at timestamptz not null, positions jsonb not null, done text[] not null,"
        " applied bigint not null, finished_at timestamptz)"
    )
    grant(op, "rebuild", "select, insert, update", service=SERVICE)
    for table in _EMPTIED:
        grant(op, table, "delete", service=SERVICE)
