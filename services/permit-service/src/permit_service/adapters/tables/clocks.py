"""The calendars that clocks count by, the rules of warnings, and recomputations with their lines.

A working calendar is its content: it is written once and never changes.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from permit_service.adapters.tables.metadata import INSTANT, metadata

working_calendar = sa.Table(
    "working_calendar",
    metadata,
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("content", JSONB, nullable=False),
)

clock_rule = sa.Table(
    "clock_rule",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("effective_from", sa.Date, primary_key=True),
    sa.Column("warn_before", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("verified", sa.Boolean, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_at", INSTANT, nullable=False),
    sa.CheckConstraint("warn_before between 0 and 60", name="clock_rule_warns_in_time"),
)

clock_recomputation = sa.Table(
    "clock_recomputation",
    metadata,
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
    sa.Column("asked_at", INSTANT, nullable=False),
    sa.Column("finished_at", INSTANT),
    sa.CheckConstraint(
        "phase in ('listing', 'carrying_out', 'succeeded', 'failed')",
        name="clock_recomputation_phase",
    ),
    sa.CheckConstraint(
        "(phase in ('succeeded', 'failed')) = (finished_at is not null)",
        name="clock_recomputation_ends",
    ),
    sa.Index(
        "clock_recomputation_at_work",
        "office_code",
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    ),
)

clock_recomputation_line = sa.Table(
    "clock_recomputation_line",
    metadata,
    sa.Column(
        "recomputation_id", sa.Uuid, sa.ForeignKey("clock_recomputation.id"), primary_key=True
    ),
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("calendar_before", sa.Text),
    sa.Column("due_before", sa.Date),
    sa.Column("due_after", sa.Date),
    sa.Column("code", sa.Text),
    sa.Column("carried_out_at", INSTANT),
    sa.Index("clock_recomputation_of_application", "application_id"),
)
