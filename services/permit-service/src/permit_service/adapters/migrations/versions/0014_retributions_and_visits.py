"""What applications owe and what was paid, and visits to their places."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.database.row_security import protect

revision = "0014"
down_revision = "0013"

SERVICE = "permit"
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Tables, then who may see what: what belongs to an application is visible where it is."""
    _create_retributions()
    _create_visits()
    for table in (
        "retribution_assessment",
        "retribution_payment",
        "retribution_bill",
        "site_visit",
    ):
        protect(op, table, service=SERVICE)
        op.execute(
            f"create policy of_application on {table} to {SERVICE}_app using ("
            f"(select true from application a where a.id = {table}.application_id))"
        )


def _create_retributions() -> None:
    op.create_table(
        "retribution_assessment",
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("assessed_by", sa.Text, nullable=False),
        sa.Column("assessed_at", _INSTANT, nullable=False),
        sa.UniqueConstraint("office_code", "number", "revision", name="retribution_number"),
        sa.CheckConstraint("amount >= 0", name="retribution_amount"),
        sa.CheckConstraint(
            "(amount > 0 and revision = 1) or reason is not null",
            name="retribution_has_its_reason",
        ),
    )
    op.create_table(
        "retribution_payment",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("receipt_number", sa.Text, nullable=False),
        sa.Column("paid_on", sa.Date, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("bill_id", sa.Uuid),
        sa.Column("void_reason", sa.Text),
        sa.Column("voided_by", sa.Text),
        sa.Column("voided_at", _INSTANT),
        sa.CheckConstraint("amount > 0", name="retribution_payment_amount"),
        sa.CheckConstraint(
            "(voided_at is null) = (void_reason is null)"
            " and (voided_at is null) = (voided_by is null)",
            name="retribution_payment_void",
        ),
    )
    op.create_index("retribution_payment_of_application", "retribution_payment", ["application_id"])
    op.create_index(
        "retribution_receipt",
        "retribution_payment",
        ["office_code", "receipt_number"],
        unique=True,
        postgresql_where=sa.text("voided_at is null"),
    )
    op.create_table(
        "retribution_bill",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("code", sa.Text),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT),
        sa.CheckConstraint("amount > 0", name="retribution_bill_amount"),
        sa.CheckConstraint(
            "state in ('asked', 'open', 'paid', 'expired', 'superseded')",
            name="retribution_bill_state",
        ),
        sa.CheckConstraint(
            "state <> 'open' or code is not null", name="retribution_bill_has_its_code"
        ),
    )
    op.create_index("retribution_bill_of_application", "retribution_bill", ["application_id"])
    op.create_index(
        "retribution_bill_waiting",
        "retribution_bill",
        ["office_code", "id"],
        postgresql_where=sa.text("state in ('asked', 'open', 'superseded')"),
    )


def _create_visits() -> None:
    op.create_table(
        "site_visit",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("scheduled_on", sa.Date, nullable=False),
        sa.Column("officers", ARRAY(sa.Text), nullable=False),
        sa.Column("scheduled_by", sa.Text, nullable=False),
        sa.Column("scheduled_at", _INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("visited_on", sa.Date),
        sa.Column("visited_by", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("result", sa.Text),
        sa.Column("notes", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("recorded_by", sa.Text),
        sa.Column("recorded_at", _INSTANT),
        sa.Column("photos", JSONB, nullable=False, server_default=sa.text("'[]'")),
        sa.CheckConstraint(
            "state in ('scheduled', 'rescheduled', 'recorded')", name="site_visit_state"
        ),
        sa.CheckConstraint(
            "result is null or result in ('conforms', 'does_not_conform')",
            name="site_visit_result",
        ),
        sa.CheckConstraint(
            "(state = 'recorded') = (result is not null and visited_on is not null)",
            name="site_visit_recorded_with_its_result",
        ),
    )
    op.create_index("site_visit_of_application", "site_visit", ["application_id"])
