"""Pictures of visits are scanned by a timer too."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """The loan of a visit's pictures, and the queue's index. What a picture's scan said stands
    beside it in the column of pictures."""
    op.add_column("site_visit", sa.Column("scan_due_at", sa.DateTime(timezone=True)))
    op.create_index(
        "site_visit_with_pending_photos",
        "site_visit",
        ["office_code"],
        postgresql_where=sa.text("""photos @> '[{"scan_state": "pending"}]'"""),
    )
