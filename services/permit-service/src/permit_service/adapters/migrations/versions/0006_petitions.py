"""What an application asks for, and which licence came in which one's place."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Columns with defaults: the previous release writes first licences only."""
    op.add_column(
        "application",
        sa.Column("purpose", sa.Text, nullable=False, server_default=sa.text("'new'")),
    )
    op.add_column("application", sa.Column("former_licence_id", sa.Uuid))
    op.add_column(
        "application",
        sa.Column("changes", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
    )
    op.create_check_constraint(
        "application_purpose",
        "application",
        "purpose in ('new', 'renewal', 'change', 'replacement')"
        " and (purpose = 'new') = (former_licence_id is null)",
    )
    op.add_column("licence", sa.Column("replaces", sa.Uuid, sa.ForeignKey("licence.id")))
    op.add_column("licence", sa.Column("replaced_by", sa.Uuid, sa.ForeignKey("licence.id")))
    op.create_unique_constraint("licence_replaces_one", "licence", ["replaces"])
