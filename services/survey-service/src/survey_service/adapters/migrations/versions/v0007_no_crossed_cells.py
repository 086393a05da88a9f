"""The cells of service and mode together are gone: `monthly_tally` holds what they counted."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Processes that still write such cells have to end first."""
    op.execute("drop trigger count_change_of_cell on tally")
    op.execute("drop function count_change_of_cell()")
    op.execute("drop function count_cell(tally, bigint, jsonb, bigint, bigint)")
    op.execute("drop table tally")
