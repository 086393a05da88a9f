"""Policies read who calls once for a statement, not for each row that it looks at."""

from alembic import op

from shared.database.row_security import read_caller_once

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every policy of the schema; what they allow stays."""
    read_caller_once(op)


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
