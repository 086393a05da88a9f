"""Old records of who read personal data may go, for an office that says so."""

from alembic import op

from shared.database.access_log import let_old_accesses_go

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """The right to delete what is a year old."""
    let_old_accesses_go(op, "permit")
