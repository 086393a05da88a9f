"""Whether an office waits for the answer to every correction."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Off until an office asks for it."""
    column = sa.Column(
        "requires_answered_corrections", sa.Boolean, nullable=False, server_default="false"
    )
    op.add_column("office", column)
