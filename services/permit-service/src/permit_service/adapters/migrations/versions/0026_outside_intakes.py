"""Applications of outside systems that are taken over."""

import sqlalchemy as sa
from alembic import op

from shared.database.row_security import protect

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """One row per number of a system, protected."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "outside_intake",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("outside_number", sa.Text, nullable=False),
        sa.Column("service_code", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", instant, nullable=False),
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
    )
    op.create_index(
        "outside_intake_due",
        "outside_intake",
        ["office_code", "due_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    protect(op, "outside_intake", service="permit")
