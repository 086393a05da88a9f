"""The ends of licences: who was reminded, and what each office has set for their life."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from shared.database.row_security import grant

revision = "0004"
down_revision = "0003"

SERVICE = "permit"


def upgrade() -> None:
    """Columns and indexes for the timer; the terms, which anybody reads and the office writes."""
    op.add_column("licence", sa.Column("reminded_days", sa.Integer))
    op.create_index(
        "licence_ending",
        "licence",
        ["office_code", "valid_until", "id"],
        postgresql_where=sa.text("told_status = 'active'"),
    )
    op.create_index(
        "licence_by_number", "licence", ["office_code", sa.text("lower(number) text_pattern_ops")]
    )
    op.create_table(
        "licence_terms",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("effective_from", sa.Date, primary_key=True),
        sa.Column("reminder_days", ARRAY(sa.Integer), nullable=False),
        sa.Column("renewal_opens_days", sa.Integer, nullable=False),
        sa.Column("delivery_after_minutes", sa.Integer),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("verified", sa.Boolean, nullable=False),
        sa.CheckConstraint("renewal_opens_days >= 0", name="licence_terms_open_before_the_end"),
        sa.CheckConstraint("delivery_after_minutes >= 0", name="licence_terms_deliver_afterwards"),
    )
    _protect()


def _protect() -> None:
    """An applicant must know when a renewal opens: reading is open, writing is the office's."""
    op.execute("alter table licence_terms enable row level security")
    op.execute("alter table licence_terms force row level security")
    role = f"{SERVICE}_app"
    own = "office_code = any (string_to_array(current_setting('app.offices', true), ','))"
    op.execute(f"create policy seen on licence_terms for select to {role} using (true)")
    op.execute(f"create policy made on licence_terms for insert to {role} with check ({own})")
    op.execute(f"create policy changed on licence_terms for update to {role} using ({own})")
    grant(op, "licence_terms", "select, insert, update", service=SERVICE)
