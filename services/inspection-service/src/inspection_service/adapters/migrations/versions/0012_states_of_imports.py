"""An import says how it ended."""

import sqlalchemy as sa
from alembic import op

from shared.database.row_security import seen_whole

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of a register nothing was taken when an entry was wrong; of a list the good rows were. The
    default is for the release before."""
    op.add_column(
        "import_operation", sa.Column("state", sa.Text, nullable=False, server_default="succeeded")
    )
    with seen_whole(op, "import_operation"):
        op.execute(
            "update import_operation set state = 'failed'"
            " where kind = 'complaints' and jsonb_array_length(errors) > 0"
        )


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
