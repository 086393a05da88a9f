"""The survey gate of an office holds from a day on."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Where none is set it holds always, as before."""
    op.add_column("office", sa.Column("survey_gate_from", sa.Date))
