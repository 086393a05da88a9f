"""Moments of applications, by which steps are measured, and the offices' own days."""

from alembic import op

from shared.database.row_security import grant, protect

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SERVICE = "reporting"


def upgrade() -> None:
    """What was told before stands here after a rebuild of the office's read models."""
    op.execute(
        "alter table office add column counts_cuti_bersama_as_working boolean not null"
        " default false"
    )
    op.execute(
        "create table office_year (office_code text, year integer, version integer not null,"
        " days jsonb not null, primary key (office_code, year))"
    )
    op.execute(
        "create table application_moment (office_code text, application_id uuid, moment text,"
        " agency text, at timestamptz, service_code text not null, actor text, due_on date,"
        " primary key (office_code, application_id, moment, agency, at))"
    )
    op.execute("create index application_moment_by_time on application_moment (office_code, at)")
    for table in ("office_year", "application_moment"):
        protect(op, table, service=SERVICE)
    grant(op, "application_moment", "delete", service=SERVICE)
