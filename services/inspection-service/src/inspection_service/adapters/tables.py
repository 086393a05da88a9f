"""The tables of supervision. Every row of an office carries its code, which row-level security
reads; what resolves a NIB to its offices, and the offices themselves, hold nobody's data."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from inspection_service.adapters.columns import (
    instant,
    key,
    nested,
    of,
    office_code,
    row_version,
    words,
)
from shared.database.access_log import access_log_table
from shared.messaging.schema import messaging_tables
from shared.seals.schema import seal_table

metadata = sa.MetaData()
messaging_tables(metadata)
seal_table(metadata)
access_log_table(metadata)


office = sa.Table(
    "office",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    words("name"),
    words("regency"),
    words("number_code"),
    words("time_zone"),
    sa.Column("counts_cuti_bersama_as_working", sa.Boolean, nullable=False),
    sa.Column("settings_version", sa.Integer, nullable=False),
)

office_days = sa.Table(
    "office_days",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("calendar_version", sa.Integer, nullable=False),
    nested("days"),
)

nib_office = sa.Table(
    "nib_office",
    metadata,
    sa.Column("nib", sa.Text, primary_key=True),
    sa.Column("office_code", sa.Text, primary_key=True),
)

# Whoever holds a letter's QR code finds its office here; nothing else of the letter.
letter_office = sa.Table(
    "letter_office",
    metadata,
    sa.Column("inspection_id", sa.Uuid, primary_key=True),
    office_code(),
)

# A citizen's complaint draws a number too, so that the series are under no office's policy.
number_series = sa.Table(
    "number_series",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("series", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)

business = sa.Table(
    "business",
    metadata,
    key(),
    office_code(),
    words("nib"),
    words("name", optional=True),
    words("scale", optional=True),
    words("compliance", optional=True),
    row_version(),
    sa.UniqueConstraint("office_code", "nib", name="business_office_nib"),
)

location = sa.Table(
    "location",
    metadata,
    key(),
    office_code(),
    of("business_id", "business"),
    words("address", optional=True),
    words("district", optional=True),
    sa.Column("latitude", sa.Double),
    sa.Column("longitude", sa.Double),
    sa.Column("activities", JSONB, nullable=False, server_default="[]"),
    sa.Index("location_business", "business_id"),
)

licence = sa.Table(
    "licence",
    metadata,
    key(),
    office_code(),
    of("business_id", "business"),
    words("number"),
    words("service_code"),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Index("licence_business", "business_id"),
)

# No foreign key: what became of a licence may be told before the licence itself.
licence_status = sa.Table(
    "licence_status",
    metadata,
    sa.Column("licence_id", sa.Uuid, primary_key=True),
    office_code(),
    words("status"),
    instant("at"),
)

enquiry = sa.Table(
    "enquiry",
    metadata,
    sa.Column("licence_id", sa.Uuid, primary_key=True),
    office_code(),
    of("business_id", "business"),
    instant("due_at"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Index("enquiry_due", "due_at"),
)

ONE_PLAN = "inspection_plan_year"
ONE_VISIT = "plan_item_visit"

inspection_plan = sa.Table(
    "inspection_plan",
    metadata,
    key(),
    office_code(),
    sa.Column("year", sa.Integer, nullable=False),
    words("status"),
    words("ruleset_version"),
    words("created_by"),
    instant("created_at"),
    nested("history"),
    nested("exclusions"),
    sa.Column("source_import_id", sa.Uuid),
    row_version(),
    sa.UniqueConstraint("office_code", "year", name=ONE_PLAN),
)

plan_item = sa.Table(
    "plan_item",
    metadata,
    key(),
    office_code(),
    of("plan_id", "inspection_plan"),
    of("business_id", "business"),
    words("nib"),
    words("name"),
    of("location_id", "location"),
    words("risk"),
    sa.Column("visit_no", sa.Integer, nullable=False),
    sa.Column("planned_month", sa.Integer, nullable=False),
    nested("reasons"),
    sa.Column("realised_investment_rupiah", sa.BigInteger),
    nested("facilities"),
    words("source"),
    words("removed_reason", optional=True),
    sa.UniqueConstraint("plan_id", "location_id", "risk", "visit_no", name=ONE_VISIT),
    sa.CheckConstraint("planned_month between 1 and 12", name="plan_item_month"),
    sa.Index("plan_item_location", "location_id"),
)

inspection = sa.Table(
    "inspection",
    metadata,
    key(),
    office_code(),
    words("number"),
    of("business_id", "business"),
    words("nib"),
    of("location_id", "location"),
    words("kind"),
    words("mode"),
    words("form"),
    words("risk", optional=True),
    words("ruleset_version"),
    sa.Column("planned_year", sa.Integer, nullable=False),
    words("created_by"),
    instant("created_at"),
    words("status"),
    nested("triggers"),
    of("plan_item_id", "plan_item", optional=True),
    words("mode_reason", optional=True),
    words("form_reason", optional=True),
    nested("letter", optional=True),
    words("started_by", optional=True),
    instant("started_at", optional=True),
    nested("bap", optional=True),
    nested("non_execution", optional=True),
    row_version(),
    sa.CheckConstraint(
        "status in ('planned', 'not_done') or letter is not null", name="inspection_letter"
    ),
    sa.CheckConstraint(
        "status not in ('bap_draft', 'bap_signed', 'bap_refused') or bap is not null",
        name="inspection_bap",
    ),
    sa.CheckConstraint("kind <> 'routine' or plan_item_id is not null", name="inspection_plan"),
    sa.UniqueConstraint("office_code", "number", name="inspection_number"),
    sa.Index("inspection_business", "business_id", "id"),
    sa.Index("inspection_location", "location_id", "planned_year"),
)

violation = sa.Table(
    "violation",
    metadata,
    key(),
    office_code(),
    of("business_id", "business"),
    words("nib"),
    words("level"),
    words("obligation_code"),
    words("description"),
    words("origin"),
    sa.Column("found_on", sa.Date, nullable=False),
    words("recorded_by"),
    instant("recorded_at"),
    words("ruleset_version"),
    nested("licence_ids"),
    of("inspection_id", "inspection", optional=True),
    sa.Column("complaint_id", sa.Uuid),
    nested("clock", optional=True),
    nested("stop_order", optional=True),
    words("status"),
    row_version(),
    sa.CheckConstraint("level in ('light', 'medium', 'heavy')", name="violation_level"),
    sa.CheckConstraint("(origin = 'bap') = (inspection_id is not null)", name="violation_bap"),
    sa.Index("violation_business", "business_id", "id"),
)

follow_up = sa.Table(
    "follow_up",
    metadata,
    key(),
    office_code(),
    of("violation_id", "violation"),
    of("business_id", "business"),
    words("nib"),
    words("kind"),
    words("notes"),
    sa.Column("correction_due_on", sa.Date, nullable=False),
    words("created_by"),
    instant("created_at"),
    words("guidance_form", optional=True),
    words("status"),
    nested("correction", optional=True),
    words("evaluation", optional=True),
    row_version(),
    sa.Index("follow_up_violation", "violation_id"),
)

OPEN_SANCTION = "sanction_open_of_violation"

sanction = sa.Table(
    "sanction",
    metadata,
    key(),
    office_code(),
    words("number"),
    of("violation_id", "violation"),
    of("business_id", "business"),
    words("nib"),
    words("level"),
    words("step"),
    nested("licence_ids"),
    words("entry_reason"),
    words("ruleset_version"),
    words("proposed_by"),
    instant("proposed_at"),
    words("status"),
    nested("rungs"),
    nested("response", optional=True),
    nested("objection", optional=True),
    nested("escalations"),
    nested("lifting", optional=True),
    row_version(),
    sa.CheckConstraint(
        "status in ('proposed', 'withdrawn') or jsonb_array_length(rungs) > 0",
        name="sanction_imposed",
    ),
    sa.UniqueConstraint("office_code", "number", name="sanction_number"),
    sa.Index("sanction_business", "business_id", "id"),
    sa.Index(
        OPEN_SANCTION,
        "violation_id",
        unique=True,
        postgresql_where=sa.text("status in ('proposed', 'imposed', 'answered')"),
    ),
)
