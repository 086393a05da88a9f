"""Read models, imported counts and releases, letters and evaluations."""

from alembic import op

from shared.database.row_security import protect
from shared.messaging.schema import create_messaging

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERVICE = "reporting"

_TABLES = {
    "office": """
        code text primary key, name text not null, regency text not null,
        time_zone text not null, number_code text not null, settings_version integer not null""",
    "issuance": """
        office_code text, measure text, reference text, channel text not null, kind text not null,
        issued_on date not null, number text, nib text, working_days integer,
        primary key (office_code, measure, reference)""",
    "issuance_month": """
        office_code text, year integer, month integer, channel text, kind text, measure text,
        count bigint not null, primary key (office_code, year, month, channel, kind, measure)""",
    "service_time": """
        office_code text, year integer, month integer, kind text, working_days integer,
        count bigint not null, primary key (office_code, year, month, kind, working_days)""",
    "licence_count": """
        office_code text, year integer, month integer, channel text, kind text, measure text,
        version integer, label text not null, count bigint not null, source text not null,
        imported_at timestamptz not null,
        primary key (office_code, year, month, channel, kind, measure, version),
        constraint licence_count_not_negative check (count >= 0)""",
    "application_stage": """
        office_code text, application_id uuid, stage text, service_code text not null,
        channel text not null, reached_at timestamptz not null,
        primary key (office_code, application_id, stage)""",
    "stage_month": """
        office_code text, year integer, month integer, channel text, service_code text,
        stage text, count bigint not null,
        primary key (office_code, year, month, channel, service_code, stage)""",
    "survey_response": """
        office_code text, id uuid, answered_on date not null, service_code text not null,
        collection_mode text not null, answers smallint[] not null,
        primary key (office_code, id)""",
    "survey_tally": """
        office_code text, year integer, month integer, service_code text, collection_mode text,
        respondents bigint not null, sums bigint[] not null,
        primary key (office_code, year, month, service_code, collection_mode)""",
    "complaint": """
        office_code text, id uuid, number text, kind text, against text, ground text,
        filed_at timestamptz, verified_at timestamptz, proven boolean, resolved_at timestamptz,
        unblocking_requested_at timestamptz, primary key (office_code, id)""",
    "outage": """
        office_code text, id uuid, system text not null, started_at timestamptz not null,
        ended_at timestamptz, primary key (office_code, id)""",
    "sanction": """
        office_code text, id uuid, step text, imposed_at timestamptz, lifted_at timestamptz,
        primary key (office_code, id)""",
    "model_progress": """
        office_code text, model text, as_of timestamptz not null,
        lag_seconds double precision not null, primary key (office_code, model)""",
    "import_operation": """
        id uuid primary key, office_code text not null, kind text not null, state text not null,
        rows integer not null, accepted integer not null, errors jsonb not null,
        dry_run boolean not null, notes jsonb not null, finished_at timestamptz not null""",
    "investment_release": """
        office_code text, year integer, quarter integer, origin text, version integer,
        lines jsonb not null, findings jsonb not null, moved_rows integer[] not null,
        source text not null, released_on date, imported_at timestamptz not null,
        primary key (office_code, year, quarter, origin, version)""",
    "data_request": """
        id uuid primary key, office_code text not null, requester_type text not null,
        sender text not null, subject text not null, received_on date not null,
        letter_number text, letter_date date, version integer not null""",
    "disclosure": """
        request_id uuid primary key references data_request (id), office_code text not null,
        reply_number text not null, dated_on date not null, recipients text[] not null,
        fields text[] not null, personal_fields text[] not null, count bigint not null,
        legal_basis text, purpose text, extract jsonb not null,
        constraint disclosure_number_once unique (office_code, reply_number)""",
    "letter_number": """
        office_code text, year integer, last integer not null, primary key (office_code, year)""",
    "evaluation": """
        id uuid primary key, office_code text not null, year integer not null,
        quarter integer not null, kind text not null, text text not null, solution text not null,
        owner text not null, partner text not null, due_on date, state text not null,
        version integer not null""",
}
_INDEXES = (
    "issuance_by_day on issuance (office_code, measure, issued_on)",
    "survey_response_by_day on survey_response (office_code, answered_on, id)",
    "complaint_by_day on complaint (office_code, filed_at)",
    "outage_by_start on outage (office_code, started_at)",
    "data_request_by_day on data_request (office_code, received_on, id)",
    "evaluation_by_quarter on evaluation (office_code, year, quarter)",
)


def upgrade() -> None:
    """Makes every table, each under row-level security."""
    create_messaging(op, SERVICE)
    for table, columns in _TABLES.items():
        op.execute(f"create table {table} ({columns})")
        office = "code" if table == "office" else "office_code"
        protect(op, table, service=SERVICE, office=office)
    for index in _INDEXES:
        op.execute(f"create index {index}")
    op.execute(f"revoke update on disclosure from {SERVICE}_app")
