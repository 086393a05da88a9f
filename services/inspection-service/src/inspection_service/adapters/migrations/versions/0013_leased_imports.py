"""A list that is handed in waits for a worker: sealed, under a lease, gone when it has ended."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.key_rotation import Sealed, let_keys_rotate
from shared.database.row_security import seen_whole

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SERVICE = "inspection"
TABLE = "import_operation"
_INSTANT = sa.DateTime(timezone=True)

_ADDED = (
    sa.Column("requested_by", sa.Text, nullable=False, server_default=""),
    sa.Column("requested_at", _INSTANT, nullable=False, server_default=sa.func.now()),
    sa.Column("columns", JSONB, nullable=False, server_default="{}"),
    sa.Column("progress", sa.Float, nullable=False, server_default="1"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("worker", sa.Uuid),
    sa.Column("held_until", _INSTANT),
    sa.Column("content", sa.LargeBinary),
)


def upgrade() -> None:
    """What is kept has ended. The defaults are for the release before."""
    for column in _ADDED:
        op.add_column(TABLE, column)
    with seen_whole(op, TABLE):
        op.execute("update import_operation set requested_at = finished_at")
    op.alter_column(TABLE, "finished_at", nullable=True)
    op.create_check_constraint(
        "import_operation_lets_go_of_its_file",
        TABLE,
        "(state = 'running') = (content is not null)",
    )
    op.create_index(
        "import_operation_running",
        TABLE,
        ["requested_at"],
        postgresql_where=sa.text("state = 'running'"),
    )
    let_keys_rotate(op, Sealed(table=TABLE, columns=("content",)), service=SERVICE)


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
