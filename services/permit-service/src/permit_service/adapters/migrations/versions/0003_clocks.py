"""The legal clock: the calendar each application counts by, what was told of its service time,
the sub-clocks of agencies, warnings, recomputations.

All columns may be empty, so that the previous release goes on writing.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import grant, protect

revision = "0003"
down_revision = "0002"

SERVICE = "permit"
_INSTANT = sa.DateTime(timezone=True)
_RUNS = "(clock -> -1 ->> 'move') in ('started', 'resumed', 'restarted')"
_OPEN = "status in ('submitted', 'returned', 'verified', 'validated')"


def upgrade() -> None:
    """New columns with the indexes of the timers, then the new tables."""
    _extend_application()
    _extend_recommendation()
    _create_rules()
    _create_recomputations()


def _extend_application() -> None:
    for column in (
        sa.Column("calendar_version", sa.Text),
        sa.Column("due_at", _INSTANT),
        sa.Column("exceeded_on", sa.Date),
        sa.Column("warned_on", sa.Date),
        sa.Column("deemed_approved_on", sa.Date),
    ):
        op.add_column("application", column)
    op.create_index(
        "application_to_exceed",
        "application",
        ["office_code", "due_at"],
        postgresql_where=sa.text(f"{_RUNS} and exceeded_on is distinct from due_on"),
    )
    op.create_index(
        "application_to_warn",
        "application",
        ["office_code", "due_on"],
        postgresql_where=sa.text(f"{_RUNS} and warned_on is distinct from due_on"),
    )
    op.create_index(
        "application_open", "application", ["office_code", "id"], postgresql_where=sa.text(_OPEN)
    )


def _extend_recommendation() -> None:
    for column in (
        sa.Column("due_on", sa.Date),
        sa.Column("remind_on", sa.Date),
        sa.Column("reminded_at", _INSTANT),
    ):
        op.add_column("recommendation", column)
    op.create_index(
        "recommendation_to_remind",
        "recommendation",
        ["office_code", "remind_on"],
        postgresql_where=sa.text("state = 'asked' and reminded_at is null"),
    )


def _create_rules() -> None:
    op.create_table(
        "working_calendar",
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("content", JSONB, nullable=False),
    )
    # Nobody's data: holidays, named by their content. Written once.
    grant(op, "working_calendar", "select, insert", service=SERVICE)
    op.create_table(
        "clock_rule",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("effective_from", sa.Date, primary_key=True),
        sa.Column("warn_before", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("verified", sa.Boolean, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.CheckConstraint("warn_before between 0 and 60", name="clock_rule_warns_in_time"),
    )
    protect(op, "clock_rule", service=SERVICE)


def _create_recomputations() -> None:
    op.create_table(
        "clock_recomputation",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("calendar_version", sa.Text, nullable=False),
        sa.Column("dry_run", sa.Boolean, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("after", sa.Uuid),
        sa.Column("examined", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("carried_out", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("left_alone", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("code", sa.Text),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("finished_at", _INSTANT),
        sa.CheckConstraint(
            "phase in ('listing', 'carrying_out', 'succeeded', 'failed')",
            name="clock_recomputation_phase",
        ),
        sa.CheckConstraint(
            "(phase in ('succeeded', 'failed')) = (finished_at is not null)",
            name="clock_recomputation_ends",
        ),
    )
    op.create_index(
        "clock_recomputation_at_work",
        "clock_recomputation",
        ["office_code"],
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    )
    protect(op, "clock_recomputation", service=SERVICE)
    op.create_table(
        "clock_recomputation_line",
        sa.Column(
            "recomputation_id",
            sa.Uuid,
            sa.ForeignKey("clock_recomputation.id"),
            primary_key=True,
        ),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("calendar_before", sa.Text),
        sa.Column("due_before", sa.Date),
        sa.Column("due_after", sa.Date),
        sa.Column("code", sa.Text),
        sa.Column("carried_out_at", _INSTANT),
    )
    op.create_index(
        "clock_recomputation_of_application", "clock_recomputation_line", ["application_id"]
    )
    protect(op, "clock_recomputation_line", service=SERVICE)
