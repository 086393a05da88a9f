"""What was handed in during a period is counted from an index."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """By office and the moment of the submission."""
    op.create_index("application_handed_in", "application", ["office_code", "submitted_at"])
