"""What was printed of a quarter, to stand beside what is computed."""

from alembic import op

from shared.database.row_security import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SERVICE = "reporting"


def upgrade() -> None:
    """Makes the table of prints."""
    op.execute(
        "create table printed_report (office_code text, year integer, quarter integer,"
        " printed jsonb not null, findings jsonb not null,"
        " primary key (office_code, year, quarter))"
    )
    protect(op, "printed_report", service=SERVICE)
