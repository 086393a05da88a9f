"""Runs that destroy what is due, with their lines, and the holds that keep it."""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, metadata

retention_run = sa.Table(
    "retention_run",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("retention_class", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("asked_by", sa.Text, nullable=False),
    sa.Column("asked_at", INSTANT, nullable=False),
    sa.Column("listed_by", sa.Uuid, sa.ForeignKey("retention_run.id")),
    sa.Column("phase", sa.Text, nullable=False),
    sa.Column("not_before", INSTANT),
    sa.Column("after", sa.Uuid),
    sa.Column("examined", sa.Integer, nullable=False),
    sa.Column("destroyed", sa.Integer, nullable=False),
    sa.Column("left_alone", sa.Integer, nullable=False),
    sa.Column("code", sa.Text),
    sa.Column("finished_at", INSTANT),
    sa.CheckConstraint("kind in ('dry', 'command', 'automatic')", name="retention_run_kind"),
    sa.CheckConstraint(
        "phase in ('listing', 'waiting', 'carrying_out', 'succeeded', 'failed')",
        name="retention_run_phase",
    ),
    sa.CheckConstraint(
        "(phase in ('succeeded', 'failed')) = (finished_at is not null)", name="retention_run_ends"
    ),
    sa.CheckConstraint(
        "(kind = 'command') = (listed_by is not null)", name="retention_run_was_listed"
    ),
    sa.CheckConstraint("kind <> 'dry' or destroyed = 0", name="retention_run_dry"),
    sa.Index(
        "retention_run_at_work",
        "office_code",
        "retention_class",
        "kind",
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    ),
    sa.Index("retention_run_of_office", "office_code", sa.text("id desc")),
)

retention_run_line = sa.Table(
    "retention_run_line",
    metadata,
    sa.Column("run_id", sa.Uuid, sa.ForeignKey("retention_run.id"), primary_key=True),
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("code", sa.Text),
    sa.Column("destroyed_at", INSTANT),
    sa.CheckConstraint("code is null or destroyed_at is null", name="retention_run_line_ends_once"),
)

# Of a person a keyed index of the NIK; why is sealed.
legal_hold = sa.Table(
    "legal_hold",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id")),
    sa.Column("account", sa.Text),
    sa.Column("nik_index", sa.LargeBinary),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("note", sa.LargeBinary, nullable=False),
    sa.Column("put_by", sa.Text, nullable=False),
    sa.Column("since", INSTANT, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("lifted_by", sa.Text),
    sa.Column("lifted_at", INSTANT),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.CheckConstraint(
        "num_nonnulls(application_id, account, nik_index) = 1", name="legal_hold_on_one"
    ),
    sa.CheckConstraint(
        "(lifted_at is null) = (lifted_by is null)", name="legal_hold_says_who_lifted"
    ),
    sa.Index("legal_hold_standing", "office_code", postgresql_where=sa.text("lifted_at is null")),
    sa.Index("legal_hold_of_office", "office_code", sa.text("id desc")),
)
