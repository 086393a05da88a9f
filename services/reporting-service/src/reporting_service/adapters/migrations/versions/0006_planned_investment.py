"""Planned investment of registered projects, by sector and month."""

from alembic import op

from shared.database.row_security import grant, protect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SERVICE = "reporting"


def upgrade() -> None:
    """Projects carry their plan; a counter sums it."""
    op.execute("alter table issuance add column sector text, add column planned_rupiah bigint")
    op.execute(
        "create table planned_month (office_code text, year integer, month integer, sector text,"
        " projects bigint not null, rupiah numeric(30) not null,"
        " primary key (office_code, year, month, sector))"
    )
    protect(op, "planned_month", service=SERVICE)
    grant(op, "planned_month", "delete", service=SERVICE)
