"""The standards that the offices' own catalogues promise."""

from alembic import op

from shared.database.row_security import grant, protect

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SERVICE = "reporting"


def upgrade() -> None:
    """The newest standard of each service."""
    op.execute(
        "create table service_standard (office_code text, service_code text,"
        " version integer not null, value integer not null, unit text not null,"
        " primary key (office_code, service_code))"
    )
    protect(op, "service_standard", service=SERVICE)
    grant(op, "service_standard", "delete", service=SERVICE)
