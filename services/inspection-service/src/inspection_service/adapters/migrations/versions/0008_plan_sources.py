"""The OSS list from which a plan was compiled."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column that older plans leave empty."""
    op.add_column("inspection_plan", sa.Column("source_import_id", sa.Uuid()))


def downgrade() -> None:
    """There is no way back: a schema only moves on."""
    raise NotImplementedError
