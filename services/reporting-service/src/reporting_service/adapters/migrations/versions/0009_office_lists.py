"""Lists that offices keep for their reports: legal bases, targets, trainings."""

from alembic import op

from shared.database.row_security import protect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SERVICE = "reporting"


def upgrade() -> None:
    """One row per list; a list for every quarter has year and quarter 0."""
    op.execute(
        "create table office_list (office_code text, name text, year integer, quarter integer,"
        " entries jsonb not null, version integer not null,"
        " primary key (office_code, name, year, quarter))"
    )
    protect(op, "office_list", service=SERVICE)
