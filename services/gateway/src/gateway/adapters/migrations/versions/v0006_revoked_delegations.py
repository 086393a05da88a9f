"""A delegation can be taken back before its last day."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """When it was taken back; what stands is left as it is."""
    op.add_column("delegation", sa.Column("revoked_at", sa.DateTime(timezone=True)))
