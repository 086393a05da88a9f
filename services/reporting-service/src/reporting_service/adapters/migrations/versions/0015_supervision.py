"""What was told of supervision, by year and kind."""

from alembic import op

from shared.database.row_security import grant, protect

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SERVICE = "reporting"


def upgrade() -> None:
    """What was told before stands here after a rebuild of the office's read models."""
    op.execute(
        "create table supervision_result (office_code text, kind text, subject uuid, part text,"
        " code text not null, year integer not null, number integer not null,"
        " told_at timestamptz not null, primary key (office_code, kind, subject, part))"
    )
    protect(op, "supervision_result", service=SERVICE)
    grant(op, "supervision_result", "delete", service=SERVICE)
