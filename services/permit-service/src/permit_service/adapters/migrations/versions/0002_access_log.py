"""Who read personal data; and people are found by mail and phone as they are by NIK."""

from alembic import op

from shared.database.access_log import create_access_log

revision = "0002"
down_revision = "0001"

SERVICE = "permit"


def upgrade() -> None:
    """The log, insert-only, and two indexes."""
    create_access_log(op, SERVICE)
    op.create_index("application_email", "application", ["email_index"])
    op.create_index("application_phone", "application", ["phone_index"])
