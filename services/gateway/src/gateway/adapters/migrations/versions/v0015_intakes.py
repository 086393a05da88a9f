"""What comes in from outside systems."""

from alembic import op

from gateway.adapters.intake_tables import create_intakes

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Creates the tables, protected, and lets the keys of their sealed content rotate."""
    create_intakes(op, service="gateway")
