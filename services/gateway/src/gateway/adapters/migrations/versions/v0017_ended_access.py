"""Access tokens end with their session."""

import sqlalchemy as sa
from alembic import op

from shared.database.row_security import grant

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """A row for a session or an account. It is of no office, as sessions are, and says nothing of
    anybody."""
    op.create_table(
        "ended_access",
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("session_id", sa.Uuid),
        sa.Column("account_id", sa.Uuid),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(session_id is null) <> (account_id is null)", name="ended_access_of_one"
        ),
    )
    op.create_index("ended_access_end", "ended_access", ["ended_at"])
    grant(op, "ended_access", "select, insert, delete", service="gateway")
