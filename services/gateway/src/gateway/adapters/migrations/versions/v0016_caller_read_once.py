"""Policies read who calls once for a statement, not for each row that it looks at."""

from alembic import op

from shared.database.row_security import read_caller_once

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Every policy of the schema; what they allow stays."""
    read_caller_once(op)
