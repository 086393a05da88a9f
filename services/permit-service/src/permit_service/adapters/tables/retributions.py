"""What applications owe and what was paid. A receipt number counts once in an office."""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, metadata

retribution_assessment = sa.Table(
    "retribution_assessment",
    metadata,
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("assessed_by", sa.Text, nullable=False),
    sa.Column("assessed_at", INSTANT, nullable=False),
    sa.UniqueConstraint("office_code", "number", "revision", name="retribution_number"),
    sa.CheckConstraint("amount >= 0", name="retribution_amount"),
    sa.CheckConstraint(
        "(amount > 0 and revision = 1) or reason is not null", name="retribution_has_its_reason"
    ),
)

retribution_payment = sa.Table(
    "retribution_payment",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("receipt_number", sa.Text, nullable=False),
    sa.Column("paid_on", sa.Date, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_at", INSTANT, nullable=False),
    sa.Column("bill_id", sa.Uuid),
    sa.Column("void_reason", sa.Text),
    sa.Column("voided_by", sa.Text),
    sa.Column("voided_at", INSTANT),
    sa.CheckConstraint("amount > 0", name="retribution_payment_amount"),
    sa.CheckConstraint(
        "(voided_at is null) = (void_reason is null) and (voided_at is null) = (voided_by is null)",
        name="retribution_payment_void",
    ),
    sa.Index("retribution_payment_of_application", "application_id"),
    sa.Index(
        "retribution_receipt",
        "office_code",
        "receipt_number",
        unique=True,
        postgresql_where=sa.text("voided_at is null"),
    ),
)

retribution_bill = sa.Table(
    "retribution_bill",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("kind", sa.Text),
    sa.Column("code", sa.Text),
    sa.Column("asked_at", INSTANT, nullable=False),
    sa.Column("expires_at", INSTANT),
    sa.CheckConstraint("amount > 0", name="retribution_bill_amount"),
    sa.CheckConstraint(
        "state in ('asked', 'open', 'paid', 'expired', 'superseded')", name="retribution_bill_state"
    ),
    sa.CheckConstraint("state <> 'open' or code is not null", name="retribution_bill_has_its_code"),
    sa.Index("retribution_bill_of_application", "application_id"),
    sa.Index(
        "retribution_bill_waiting",
        "office_code",
        "id",
        postgresql_where=sa.text("state in ('asked', 'open', 'superseded')"),
    ),
)
