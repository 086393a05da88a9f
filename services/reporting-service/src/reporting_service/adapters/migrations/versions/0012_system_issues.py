"""Problems with systems of others, in versions."""

from alembic import op

from shared.database.row_security import protect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SERVICE = "reporting"


def upgrade() -> None:
    """A version that was written is never changed."""
    op.execute(
        "create table system_issue (office_code text, id uuid, version integer,"
        " system text not null, problem text not null, raised_on date not null,"
        " consulted text not null, consulted_on date, answer text not null, answered_on date,"
        " state text not null, closed_on date, changed_at timestamptz not null,"
        " changed_by text not null, primary key (office_code, id, version),"
        " constraint system_issue_closed_on check ((state = 'closed') = (closed_on is not null)))"
    )
    op.execute("create index system_issue_by_day on system_issue (office_code, raised_on, id)")
    protect(op, "system_issue", service=SERVICE)
    op.execute(f"revoke update on system_issue from {SERVICE}_app")
