"""Service times by version of the service, times of agencies, applications that are open."""

from alembic import op

from shared.database.row_security import grant, protect, seen_whole

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SERVICE = "reporting"

_TABLES = {
    "service_standard_version": """
        office_code text, service_code text, version integer, value integer not null,
        unit text not null, primary key (office_code, service_code, version)""",
    "versioned_time": """
        office_code text, year integer, month integer, kind text, service_version integer,
        working_days integer, count bigint not null,
        primary key (office_code, year, month, kind, service_version, working_days)""",
    "agency_answer": """
        office_code text, application_id uuid, agency text, given_at timestamptz,
        primary key (office_code, application_id, agency, given_at)""",
    "agency_time": """
        office_code text, year integer, month integer, service_code text, agency text,
        working_days integer, count bigint not null,
        primary key (office_code, year, month, service_code, agency, working_days)""",
    "open_application": """
        office_code text, application_id uuid, channel text not null, service_code text not null,
        stage text not null, primary key (office_code, application_id)""",
}
_RANK = "array_position(array['submitted', 'verified', 'validated', 'signed'], stage)"


def upgrade() -> None:
    """What was counted before has no version: it is held against the standing standard."""
    op.execute("alter table issuance add column service_version integer")
    for table, columns in _TABLES.items():
        op.execute(f"create table {table} ({columns})")
    with seen_whole(op, "service_time", "service_standard", "application_stage"):
        _copy_rows()
    for table in _TABLES:
        protect(op, table, service=SERVICE)
        grant(op, table, "delete", service=SERVICE)


def _copy_rows() -> None:
    op.execute(
        "insert into versioned_time select office_code, year, month, kind, 0, working_days, count"
        " from service_time"
    )
    op.execute(
        "insert into service_standard_version"
        " select office_code, service_code, version, value, unit from service_standard"
    )
    op.execute(
        "insert into open_application"
        " select distinct on (office_code, application_id) office_code, application_id, channel,"
        f" service_code, stage from application_stage s where {_RANK} is not null and not exists"
        " (select from application_stage e where e.office_code = s.office_code"
        " and e.application_id = s.application_id"
        " and e.stage in ('rejected', 'withdrawn', 'delivered'))"
        f" order by office_code, application_id, {_RANK} desc"
    )
