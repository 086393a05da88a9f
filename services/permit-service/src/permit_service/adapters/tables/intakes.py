"""Applications of outside systems, as they were told: numbers and codes, nobody's data."""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, metadata

outside_intake = sa.Table(
    "outside_intake",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("outside_number", sa.Text, nullable=False),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("due_at", INSTANT, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id")),
    sa.Column("refusal", sa.Text),
    sa.UniqueConstraint("office_code", "channel", "outside_number", name="outside_intake_once"),
    sa.CheckConstraint(
        "(state = 'taken') = (application_id is not null)", name="outside_intake_is_taken"
    ),
    sa.CheckConstraint(
        "(state = 'refused') = (refusal is not null)", name="outside_intake_is_refused"
    ),
    sa.Index(
        "outside_intake_due",
        "office_code",
        "due_at",
        postgresql_where=sa.text("state = 'waiting'"),
    ),
)
