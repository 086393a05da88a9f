"""Who read the particulars of accounts."""

from alembic import op

from shared.database.access_log import create_access_log

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The log, insert-only."""
    create_access_log(op, "gateway")
