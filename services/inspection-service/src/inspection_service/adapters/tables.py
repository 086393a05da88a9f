"""The tables of supervision. Every row of an office carries its code, which row-level security
reads; what resolves a NIB to its offices, and the offices themselves, hold nobody's data."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from shared.messaging.schema import messaging_tables

metadata = sa.MetaData()
messaging_tables(metadata)

INSTANT = sa.DateTime(timezone=True)


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid, primary_key=True)


def _office() -> sa.Column[object]:
    return sa.Column("office_code", sa.Text, nullable=False)


def _version() -> sa.Column[object]:
    return sa.Column("version", sa.Integer, nullable=False, server_default="1")


def _text(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text, nullable=optional)


def _instant(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, INSTANT, nullable=optional)


def _json(name: str, *, optional: bool = False) -> sa.Column[object]:
    # Absent parts are SQL nulls, so that a check can tell them from a JSON null.
    return sa.Column(name, JSONB(none_as_null=True), nullable=optional)


def _sealed(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.LargeBinary, nullable=optional)


def _of(name: str, table: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid, sa.ForeignKey(f"{table}.id"), nullable=optional)


office = sa.Table(
    "office",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    _text("name"),
    _text("regency"),
    _text("number_code"),
    _text("time_zone"),
    sa.Column("counts_cuti_bersama_as_working", sa.Boolean, nullable=False),
    sa.Column("settings_version", sa.Integer, nullable=False),
)

office_days = sa.Table(
    "office_days",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("calendar_version", sa.Integer, nullable=False),
    _json("days"),
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
    _office(),
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
    _id(),
    _office(),
    _text("nib"),
    _text("name", optional=True),
    _text("scale", optional=True),
    _text("compliance", optional=True),
    _version(),
    sa.UniqueConstraint("office_code", "nib", name="business_office_nib"),
)

location = sa.Table(
    "location",
    metadata,
    _id(),
    _office(),
    _of("business_id", "business"),
    _text("address", optional=True),
    _text("district", optional=True),
    sa.Column("latitude", sa.Double),
    sa.Column("longitude", sa.Double),
    sa.Column("activities", JSONB, nullable=False, server_default="[]"),
    sa.Index("location_business", "business_id"),
)

licence = sa.Table(
    "licence",
    metadata,
    _id(),
    _office(),
    _of("business_id", "business"),
    _text("number"),
    _text("service_code"),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Index("licence_business", "business_id"),
)

# No foreign key: what became of a licence may be told before the licence itself.
licence_status = sa.Table(
    "licence_status",
    metadata,
    sa.Column("licence_id", sa.Uuid, primary_key=True),
    _office(),
    _text("status"),
    _instant("at"),
)

enquiry = sa.Table(
    "enquiry",
    metadata,
    sa.Column("licence_id", sa.Uuid, primary_key=True),
    _office(),
    _of("business_id", "business"),
    _instant("due_at"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Index("enquiry_due", "due_at"),
)

ONE_PLAN = "inspection_plan_year"
ONE_VISIT = "plan_item_visit"

inspection_plan = sa.Table(
    "inspection_plan",
    metadata,
    _id(),
    _office(),
    sa.Column("year", sa.Integer, nullable=False),
    _text("status"),
    _text("ruleset_version"),
    _text("created_by"),
    _instant("created_at"),
    _json("history"),
    _json("exclusions"),
    _version(),
    sa.UniqueConstraint("office_code", "year", name=ONE_PLAN),
)

plan_item = sa.Table(
    "plan_item",
    metadata,
    _id(),
    _office(),
    _of("plan_id", "inspection_plan"),
    _of("business_id", "business"),
    _text("nib"),
    _text("name"),
    _of("location_id", "location"),
    _text("risk"),
    sa.Column("visit_no", sa.Integer, nullable=False),
    sa.Column("planned_month", sa.Integer, nullable=False),
    _json("reasons"),
    sa.Column("realised_investment_rupiah", sa.BigInteger),
    _json("facilities"),
    _text("source"),
    _text("removed_reason", optional=True),
    sa.UniqueConstraint("plan_id", "location_id", "risk", "visit_no", name=ONE_VISIT),
    sa.CheckConstraint("planned_month between 1 and 12", name="plan_item_month"),
    sa.Index("plan_item_location", "location_id"),
)

inspection = sa.Table(
    "inspection",
    metadata,
    _id(),
    _office(),
    _text("number"),
    _of("business_id", "business"),
    _text("nib"),
    _of("location_id", "location"),
    _text("kind"),
    _text("mode"),
    _text("form"),
    _text("risk", optional=True),
    _text("ruleset_version"),
    sa.Column("planned_year", sa.Integer, nullable=False),
    _text("created_by"),
    _instant("created_at"),
    _text("status"),
    _json("triggers"),
    _of("plan_item_id", "plan_item", optional=True),
    _text("mode_reason", optional=True),
    _text("form_reason", optional=True),
    _json("letter", optional=True),
    _text("started_by", optional=True),
    _instant("started_at", optional=True),
    _json("bap", optional=True),
    _json("non_execution", optional=True),
    _version(),
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
    _id(),
    _office(),
    _of("business_id", "business"),
    _text("nib"),
    _text("level"),
    _text("obligation_code"),
    _text("description"),
    _text("origin"),
    sa.Column("found_on", sa.Date, nullable=False),
    _text("recorded_by"),
    _instant("recorded_at"),
    _text("ruleset_version"),
    _json("licence_ids"),
    _of("inspection_id", "inspection", optional=True),
    sa.Column("complaint_id", sa.Uuid),
    _json("clock", optional=True),
    _json("stop_order", optional=True),
    _text("status"),
    _version(),
    sa.CheckConstraint("level in ('light', 'medium', 'heavy')", name="violation_level"),
    sa.CheckConstraint("(origin = 'bap') = (inspection_id is not null)", name="violation_bap"),
    sa.Index("violation_business", "business_id", "id"),
)

follow_up = sa.Table(
    "follow_up",
    metadata,
    _id(),
    _office(),
    _of("violation_id", "violation"),
    _of("business_id", "business"),
    _text("nib"),
    _text("kind"),
    _text("notes"),
    sa.Column("correction_due_on", sa.Date, nullable=False),
    _text("created_by"),
    _instant("created_at"),
    _text("guidance_form", optional=True),
    _text("status"),
    _json("correction", optional=True),
    _text("evaluation", optional=True),
    _version(),
    sa.Index("follow_up_violation", "violation_id"),
)

OPEN_SANCTION = "sanction_open_of_violation"

sanction = sa.Table(
    "sanction",
    metadata,
    _id(),
    _office(),
    _text("number"),
    _of("violation_id", "violation"),
    _of("business_id", "business"),
    _text("nib"),
    _text("level"),
    _text("step"),
    _json("licence_ids"),
    _text("entry_reason"),
    _text("ruleset_version"),
    _text("proposed_by"),
    _instant("proposed_at"),
    _text("status"),
    _json("rungs"),
    _json("response", optional=True),
    _json("objection", optional=True),
    _json("escalations"),
    _json("lifting", optional=True),
    _version(),
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

# What people said is sealed as a whole; what is counted stands in the open.
complaint = sa.Table(
    "complaint",
    metadata,
    _id(),
    _office(),
    _text("number"),
    _text("kind"),
    _text("channel"),
    _sealed("story"),
    sa.Column("identity_withheld", sa.Boolean, nullable=False),
    _text("filed_by"),
    _instant("filed_at"),
    _text("ruleset_version"),
    _text("subject", optional=True),
    _json("subject_refs"),
    _text("ground", optional=True),
    sa.Column("evidence_to_follow", sa.Boolean, nullable=False),
    _text("status"),
    _sealed("actions"),
    _sealed("verification", optional=True),
    _sealed("resolution", optional=True),
    _json("unblocking", optional=True),
    _version(),
    sa.CheckConstraint("kind <> 'complaint' or ground is not null", name="complaint_ground"),
    sa.UniqueConstraint("number", name="complaint_number"),
    sa.Index("complaint_office", "office_code", "id"),
)
