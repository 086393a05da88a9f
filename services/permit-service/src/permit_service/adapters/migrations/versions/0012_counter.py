"""The counter: originals that were seen, wrong claim codes, and applicants without mail."""

import sqlalchemy as sa
from alembic import op

from shared.database.row_security import grant, protect

revision = "0012"
down_revision = "0011"

SERVICE = "permit"
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """An applicant who is accompanied may have neither mail nor telephone."""
    for column in ("email_index", "phone_index"):
        op.alter_column("application", column, nullable=True)
    op.create_table(
        "original_seen",
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
        sa.Column("requirement_no", sa.Integer, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("seen_by", sa.Text, nullable=False),
        sa.Column("seen_at", _INSTANT, nullable=False),
        sa.Column("returned_at", _INSTANT),
    )
    protect(op, "original_seen", service=SERVICE)
    op.execute(
        f"create policy of_application on original_seen to {SERVICE}_app using ("
        "(select true from application a where a.id = original_seen.application_id))"
    )
    op.create_table(
        "wrong_claim_codes",
        sa.Column("actor", sa.Text, primary_key=True),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )
    # An applicant belongs to no office: each account sees its own count.
    op.execute("alter table wrong_claim_codes enable row level security")
    op.execute("alter table wrong_claim_codes force row level security")
    op.execute(
        f"create policy caller on wrong_claim_codes to {SERVICE}_app using ("
        "actor = current_setting('app.actor', true))"
    )
    grant(op, "wrong_claim_codes", "select, insert, update", service=SERVICE)
