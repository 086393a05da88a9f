"""Rounds of corrections, what verification found of each requirement, and rules of an office."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.key_rotation import Sealed, let_keys_rotate
from shared.database.row_security import protect

revision = "0015"
down_revision = "0014"

SERVICE = "permit"
_INSTANT = sa.DateTime(timezone=True)
_OPEN = "closed_at is null and lapsed_at is null"


def upgrade() -> None:
    """Tables, then who may see what: what belongs to an application is visible where it is."""
    op.create_table(
        "correction_round",
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("answer_by", sa.Date, nullable=False),
        sa.Column("answer_by_source", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("closed_at", _INSTANT),
        sa.Column("reminded_at", _INSTANT),
        sa.Column("lapsed_at", _INSTANT),
        sa.CheckConstraint(
            "closed_at is null or lapsed_at is null", name="correction_round_ends_once"
        ),
    )
    op.create_index(
        "correction_round_open",
        "correction_round",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text(_OPEN),
    )
    op.create_index(
        "correction_round_overdue",
        "correction_round",
        ["office_code", "answer_by"],
        postgresql_where=sa.text(_OPEN),
    )
    op.create_table(
        "requirement_check",
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("checks", JSONB, nullable=False),
        sa.Column("checked_by", sa.Text, nullable=False),
        sa.Column("checked_at", _INSTANT, nullable=False),
    )
    op.create_table(
        "office_rule",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("effective_from", sa.Date, primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("verified", sa.Boolean, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.CheckConstraint("value >= 0", name="office_rule_value"),
    )
    said = Sealed(table="correction_round", key=("application_id", "number"), columns=("sealed",))
    let_keys_rotate(op, said, service=SERVICE)
    protect(op, "office_rule", service=SERVICE)
    for table in ("correction_round", "requirement_check"):
        protect(op, table, service=SERVICE)
        op.execute(
            f"create policy of_application on {table} to {SERVICE}_app using ("
            f"(select true from application a where a.id = {table}.application_id))"
        )
