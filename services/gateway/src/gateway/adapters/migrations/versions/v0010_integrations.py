"""The connections to outside systems: circuits, the outage log, reconciliations."""

from alembic import op

from gateway.adapters.integration_tables import create_integrations

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Creates them, protected."""
    create_integrations(op, service="gateway")
