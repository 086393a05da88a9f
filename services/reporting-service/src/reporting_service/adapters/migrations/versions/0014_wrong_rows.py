"""An import says how many of its rows are wrong, also where not every error is named."""

import sqlalchemy as sa
from alembic import op

from shared.database.row_security import seen_whole

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """What is kept names every error. The default is for the release before."""
    op.add_column(
        "import_operation", sa.Column("refused", sa.Integer, nullable=False, server_default="0")
    )
    with seen_whole(op, "import_operation"):
        op.execute(
            "update import_operation as i set refused = (select count(distinct error->'row')"
            " from jsonb_array_elements(i.errors) as error)"
        )
