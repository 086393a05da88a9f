"""Rounds of corrections, what was said in them sealed; and the rules that an office sets."""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, metadata

correction_round = sa.Table(
    "correction_round",
    metadata,
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("answer_by", sa.Date, nullable=False),
    sa.Column("answer_by_source", sa.Text, nullable=False),
    sa.Column("asked_by", sa.Text, nullable=False),
    sa.Column("asked_at", INSTANT, nullable=False),
    sa.Column("closed_at", INSTANT),
    sa.Column("reminded_at", INSTANT),
    sa.Column("lapsed_at", INSTANT),
    sa.CheckConstraint("closed_at is null or lapsed_at is null", name="correction_round_ends_once"),
    sa.Index(
        "correction_round_open",
        "application_id",
        unique=True,
        postgresql_where=sa.text("closed_at is null and lapsed_at is null"),
    ),
    sa.Index(
        "correction_round_overdue",
        "office_code",
        "answer_by",
        postgresql_where=sa.text("closed_at is null and lapsed_at is null"),
    ),
)

office_rule = sa.Table(
    "office_rule",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("effective_from", sa.Date, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("verified", sa.Boolean, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_at", INSTANT, nullable=False),
    sa.CheckConstraint("value >= 0", name="office_rule_value"),
)
