"""The service's own tables. Read models can be thrown away and built again from the owners' logs;
counts, releases, letters, evaluations and editions exist here alone."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from reporting_service.adapters import (
    performance_tables,
    supervision_tables,
    system_issue_tables,
)
from reporting_service.adapters.columns import INSTANT as _INSTANT
from reporting_service.adapters.columns import key as _key
from reporting_service.adapters.columns import metadata
from reporting_service.adapters.columns import month as _month
from reporting_service.adapters.columns import office_code as _office
from shared.imports.table import import_table

__all__ = ["metadata", "performance_tables", "supervision_tables", "system_issue_tables"]

office = sa.Table(
    "office",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("regency", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("number_code", sa.Text, nullable=False),
    sa.Column("settings_version", sa.Integer, nullable=False),
    sa.Column(
        "counts_cuti_bersama_as_working", sa.Boolean, nullable=False, server_default=sa.false()
    ),
)

office_year = sa.Table(
    "office_year",
    metadata,
    _office(),
    _key("year", sa.Integer),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("days", pg.JSONB, nullable=False),
)

service_standard = sa.Table(
    "service_standard",
    metadata,
    _office(),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
)

issuance = sa.Table(
    "issuance",
    metadata,
    _office(),
    sa.Column("measure", sa.Text, primary_key=True),
    sa.Column("reference", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("number", sa.Text),
    sa.Column("nib", sa.Text),
    sa.Column("working_days", sa.Integer),
    sa.Column("sector", sa.Text),
    sa.Column("planned_rupiah", sa.BigInteger),
    sa.Column("service_version", sa.Integer),
    sa.Index("issuance_by_day", "office_code", "measure", "issued_on"),
)

issuance_month = sa.Table(
    "issuance_month",
    metadata,
    *_month(),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("measure", sa.Text, primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False),
)

service_time = sa.Table(
    "service_time",
    metadata,
    *_month(),
    sa.Column("kind", sa.Text, primary_key=True),
    _key("working_days", sa.Integer),
    sa.Column("count", sa.BigInteger, nullable=False),
)

licence_count = sa.Table(
    "licence_count",
    metadata,
    *_month(),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("measure", sa.Text, primary_key=True),
    _key("version", sa.Integer),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("imported_at", _INSTANT, nullable=False),
    sa.CheckConstraint("count >= 0", name="licence_count_not_negative"),
)

application_stage = sa.Table(
    "application_stage",
    metadata,
    _office(),
    sa.Column("application_id", sa.Uuid, primary_key=True),
    sa.Column("stage", sa.Text, primary_key=True),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("reached_at", _INSTANT, nullable=False),
)

stage_month = sa.Table(
    "stage_month",
    metadata,
    *_month(),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("stage", sa.Text, primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False),
)

survey_response = sa.Table(
    "survey_response",
    metadata,
    _office(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("answered_on", sa.Date, nullable=False),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("collection_mode", sa.Text, nullable=False),
    sa.Column("answers", pg.ARRAY(sa.SmallInteger), nullable=False),
    sa.Index("survey_response_by_day", "office_code", "answered_on", "id"),
)

survey_tally = sa.Table(
    "survey_tally",
    metadata,
    *_month(),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("collection_mode", sa.Text, primary_key=True),
    sa.Column("respondents", sa.BigInteger, nullable=False),
    sa.Column("sums", pg.ARRAY(sa.BigInteger), nullable=False),
)

complaint = sa.Table(
    "complaint",
    metadata,
    _office(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("number", sa.Text),
    sa.Column("kind", sa.Text),
    sa.Column("against", sa.Text),
    sa.Column("ground", sa.Text),
    sa.Column("filed_at", _INSTANT),
    sa.Column("verified_at", _INSTANT),
    sa.Column("proven", sa.Boolean),
    sa.Column("resolved_at", _INSTANT),
    sa.Column("unblocking_requested_at", _INSTANT),
    sa.Index("complaint_by_day", "office_code", "filed_at"),
)

outage = sa.Table(
    "outage",
    metadata,
    _office(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("system", sa.Text, nullable=False),
    sa.Column("started_at", _INSTANT, nullable=False),
    sa.Column("ended_at", _INSTANT),
    sa.Column("kind", sa.Text, nullable=False, server_default="interruption"),
    sa.Index("outage_by_start", "office_code", "started_at"),
)

sanction = sa.Table(
    "sanction",
    metadata,
    _office(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("step", sa.Text),
    sa.Column("imposed_at", _INSTANT),
    sa.Column("lifted_at", _INSTANT),
)

model_progress = sa.Table(
    "model_progress",
    metadata,
    _office(),
    sa.Column("model", sa.Text, primary_key=True),
    sa.Column("as_of", _INSTANT, nullable=False),
    sa.Column("lag_seconds", sa.Float, nullable=False),
)

import_operation = import_table(
    metadata,
    "import_operation",
    sa.Column("notes", pg.JSONB, nullable=False),
    sa.Column("finished_at", _INSTANT, nullable=False),
)

investment_release = sa.Table(
    "investment_release",
    metadata,
    _office(),
    _key("year", sa.Integer),
    _key("quarter", sa.Integer),
    sa.Column("origin", sa.Text, primary_key=True),
    _key("version", sa.Integer),
    sa.Column("lines", pg.JSONB, nullable=False),
    sa.Column("findings", pg.JSONB, nullable=False),
    sa.Column("moved_rows", pg.ARRAY(sa.Integer), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("released_on", sa.Date),
    sa.Column("imported_at", _INSTANT, nullable=False),
)

data_request = sa.Table(
    "data_request",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("requester_type", sa.Text, nullable=False),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("letter_number", sa.Text),
    sa.Column("letter_date", sa.Date),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("data_request_by_day", "office_code", "received_on", "id"),
)

# Insert-only: the log of what left the office, and the reply that carried it.
disclosure = sa.Table(
    "disclosure",
    metadata,
    sa.Column("request_id", sa.Uuid, sa.ForeignKey("data_request.id"), primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("reply_number", sa.Text, nullable=False),
    sa.Column("dated_on", sa.Date, nullable=False),
    sa.Column("recipients", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("fields", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("personal_fields", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("legal_basis", sa.Text),
    sa.Column("purpose", sa.Text),
    sa.Column("extract", pg.JSONB, nullable=False),
    sa.UniqueConstraint("office_code", "reply_number", name="disclosure_number_once"),
)

letter_number = sa.Table(
    "letter_number",
    metadata,
    _office(),
    _key("year", sa.Integer),
    sa.Column("last", sa.Integer, nullable=False),
)

evaluation = sa.Table(
    "evaluation",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("quarter", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("solution", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("partner", sa.Text, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("evaluation_by_quarter", "office_code", "year", "quarter"),
)

# Published: readable by everybody, so without row-level security; never updated.
edition = sa.Table(
    "edition",
    metadata,
    _office(),
    _key("year", sa.Integer),
    _key("quarter", sa.Integer),
    _key("edition", sa.Integer),
    sa.Column("id", sa.Uuid, nullable=False, unique=True),
    sa.Column("published_at", _INSTANT, nullable=False),
    sa.Column("changes", sa.Text, nullable=False),
    sa.Column("signatory", pg.JSONB, nullable=False),
    sa.Column("checksums", pg.JSONB, nullable=False),
    sa.Column("transmittal_number", sa.Text, nullable=False, server_default=""),
)

edition_document = sa.Table(
    "edition_document",
    metadata,
    sa.Column("edition_id", sa.Uuid, sa.ForeignKey("edition.id"), primary_key=True),
    sa.Column("media_type", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

printed_report = sa.Table(
    "printed_report",
    metadata,
    _office(),
    _key("year", sa.Integer),
    _key("quarter", sa.Integer),
    sa.Column("printed", pg.JSONB, nullable=False),
    sa.Column("findings", pg.JSONB, nullable=False),
)

report_settings = sa.Table(
    "report_settings",
    metadata,
    _office(),
    sa.Column("addressee", sa.Text, nullable=False),
    sa.Column("through", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("letter_unit", sa.Text, nullable=False),
    sa.Column("due_days", sa.Integer),
    sa.Column("version", sa.Integer, nullable=False),
)

handover = sa.Table(
    "handover",
    metadata,
    _office(),
    _key("year", sa.Integer),
    _key("quarter", sa.Integer),
    _key("edition", sa.Integer),
    sa.Column("handed_over_on", sa.Date, nullable=False),
    sa.Column("proof", sa.Text, nullable=False),
)

office_list = sa.Table(
    "office_list",
    metadata,
    _office(),
    sa.Column("name", sa.Text, primary_key=True),
    _key("year", sa.Integer),
    _key("quarter", sa.Integer),
    sa.Column("entries", pg.JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

# Ids and positions of any office, for the worker that goes on with them.
rebuild = sa.Table(
    "rebuild",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("requested_at", _INSTANT, nullable=False),
    sa.Column("positions", pg.JSONB, nullable=False),
    sa.Column("done", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("applied", sa.BigInteger, nullable=False),
    sa.Column("finished_at", _INSTANT),
)

planned_month = sa.Table(
    "planned_month",
    metadata,
    *_month(),
    sa.Column("sector", sa.Text, primary_key=True),
    sa.Column("projects", sa.BigInteger, nullable=False),
    sa.Column("rupiah", sa.Numeric(30), nullable=False),
)
