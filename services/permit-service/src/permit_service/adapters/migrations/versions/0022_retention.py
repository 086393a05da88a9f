"""Retention: what was destroyed says so; runs with their lines, and holds."""

import sqlalchemy as sa
from alembic import op

from shared.database.key_rotation import Sealed, let_keys_rotate
from shared.database.row_security import protect

revision = "0022"
down_revision = "0021"

SERVICE = "permit"
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """A column that may be empty, then the new tables."""
    op.add_column("application", sa.Column("anonymised_at", _INSTANT))
    _create_runs()
    _create_lines()
    _create_holds()


def _create_runs() -> None:
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("retention_class", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("listed_by", sa.Uuid, sa.ForeignKey("retention_run.id")),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("not_before", _INSTANT),
        sa.Column("after", sa.Uuid),
        sa.Column("examined", sa.Integer, nullable=False),
        sa.Column("destroyed", sa.Integer, nullable=False),
        sa.Column("left_alone", sa.Integer, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("finished_at", _INSTANT),
        sa.CheckConstraint("kind in ('dry', 'command', 'automatic')", name="retention_run_kind"),
        sa.CheckConstraint(
            "phase in ('listing', 'waiting', 'carrying_out', 'succeeded', 'failed')",
            name="retention_run_phase",
        ),
        sa.CheckConstraint(
            "(phase in ('succeeded', 'failed')) = (finished_at is not null)",
            name="retention_run_ends",
        ),
        sa.CheckConstraint(
            "(kind = 'command') = (listed_by is not null)", name="retention_run_was_listed"
        ),
        sa.CheckConstraint("kind <> 'dry' or destroyed = 0", name="retention_run_dry"),
    )
    op.create_index(
        "retention_run_at_work",
        "retention_run",
        ["office_code", "retention_class", "kind"],
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_index("retention_run_of_office", "retention_run", ["office_code", sa.text("id desc")])
    protect(op, "retention_run", service=SERVICE)


def _create_lines() -> None:
    op.create_table(
        "retention_run_line",
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("retention_run.id"), primary_key=True),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("destroyed_at", _INSTANT),
        sa.CheckConstraint(
            "code is null or destroyed_at is null", name="retention_run_line_ends_once"
        ),
    )
    protect(op, "retention_run_line", service=SERVICE)


def _create_holds() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id")),
        sa.Column("account", sa.Text),
        sa.Column("nik_index", sa.LargeBinary),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("note", sa.LargeBinary, nullable=False),
        sa.Column("put_by", sa.Text, nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("lifted_by", sa.Text),
        sa.Column("lifted_at", _INSTANT),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(application_id, account, nik_index) = 1", name="legal_hold_on_one"
        ),
        sa.CheckConstraint(
            "(lifted_at is null) = (lifted_by is null)", name="legal_hold_says_who_lifted"
        ),
    )
    op.create_index(
        "legal_hold_standing",
        "legal_hold",
        ["office_code"],
        postgresql_where=sa.text("lifted_at is null"),
    )
    op.create_index("legal_hold_of_office", "legal_hold", ["office_code", sa.text("id desc")])
    let_keys_rotate(op, Sealed(table="legal_hold", columns=("note",)), service=SERVICE)
    protect(op, "legal_hold", service=SERVICE)
