"""Both tables of imports say what every import says: its kind, and how many rows were right."""

import sqlalchemy as sa
from alembic import op

from shared.database.row_security import seen_whole

revision = "0023"
down_revision = "0022"

_WRONG_ROWS = "(select count(distinct fault->'row') from jsonb_array_elements(i.faults) as fault)"


def upgrade() -> None:
    """What is kept is counted as it is shown today. The defaults are for the release before."""
    for table, kind in (("licence_import", "licences"), ("catalogue_import", "service_catalogue")):
        op.add_column(table, sa.Column("kind", sa.Text, nullable=False, server_default=kind))
    for name in ("accepted", "refused"):
        op.add_column(
            "catalogue_import", sa.Column(name, sa.Integer, nullable=False, server_default="0")
        )
    with seen_whole(op, "catalogue_import"):
        op.execute(
            f"update catalogue_import as i set refused = {_WRONG_ROWS},"
            " accepted = case i.state when 'succeeded' then i.rows else 0 end"
        )
