"""Who read what people said in complaints."""

from alembic import op

from shared.database.access_log import create_access_log

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The log, insert-only."""
    create_access_log(op, "inspection")


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
