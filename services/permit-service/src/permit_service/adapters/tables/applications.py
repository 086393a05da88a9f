"""Applications and their parts; people's contact is sealed.

`survey_fact` is another service's fact: no foreign key, it may come first.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from permit_service.adapters.tables.metadata import INSTANT, empty, metadata

_STATUSES = (
    "'draft','submitted','returned','verified','validated','signed','delivered','rejected',"
    "'withdrawn'"
)
# Where somebody has something to do: what is over is in no inbox.
_OPEN = "status in ('submitted', 'returned', 'verified', 'validated', 'signed')"

# Of a clock that counts now, and of an application whose clock was not stopped: the words of the
# partial indexes, which a query repeats to be answered by them.
RUNS = "(clock -> -1 ->> 'move') in ('started', 'resumed', 'restarted')"
OPEN = "status in ('submitted', 'returned', 'verified', 'validated')"
# Of a clock that runs while the office works: what can be late.
LATE = (
    "status in ('submitted', 'verified', 'validated')"
    " and (clock -> -1 ->> 'move') not in ('paused', 'reset', 'stopped')"
)
# As the release before places were sealed wrote it.
OPEN_PLACE = (
    "coalesce(location ->> 'address', location ->> 'latitude', location ->> 'longitude')"
    " is not null"
)

application = sa.Table(
    "application",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("owner", sa.Text),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("service_version", sa.Integer, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("intake", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("receipt_number", sa.Text, unique=True),
    sa.Column("reference", sa.Text),
    sa.Column("metadata", JSONB, nullable=False, server_default=empty("{}")),
    sa.Column("applicant_kind", sa.Text, nullable=False),
    sa.Column("applicant_name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, sa.Computed("lower(applicant_name)", persisted=True)),
    sa.Column("nib", sa.Text),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("nik_index", sa.LargeBinary),
    sa.Column("email_index", sa.LargeBinary),
    sa.Column("phone_index", sa.LargeBinary),
    # The district; address and coordinates are sealed.
    sa.Column("location", JSONB),
    sa.Column("place_sealed", sa.LargeBinary),
    sa.Column("gate_state", sa.Text, nullable=False),
    sa.Column("gate_source", sa.Text, nullable=False),
    sa.Column("gate_verified", sa.Boolean, nullable=False),
    sa.Column("declaration", JSONB),
    sa.Column("assisted_by", sa.Text),
    sa.Column("claim_hash", sa.LargeBinary),
    sa.Column("decision", JSONB, nullable=False, server_default=empty("{}")),
    sa.Column("valid_until", sa.Date),
    sa.Column("purpose", sa.Text, nullable=False, server_default=empty("new")),
    sa.Column("former_licence_id", sa.Uuid),
    sa.Column("changes", ARRAY(sa.Text), nullable=False, server_default=empty("{}")),
    sa.Column("clock", JSONB, nullable=False, server_default=empty("[]")),
    sa.Column("due_on", sa.Date),
    sa.Column("calendar_version", sa.Text),
    sa.Column("due_at", INSTANT),
    sa.Column("exceeded_on", sa.Date),
    sa.Column("warned_on", sa.Date),
    sa.Column("deemed_approved_on", sa.Date),
    sa.Column("draft_sha256", sa.Text),
    sa.Column("paper", JSONB(none_as_null=True)),
    sa.Column("created_at", INSTANT, nullable=False),
    sa.Column("submitted_at", INSTANT),
    sa.Column("verified_at", INSTANT),
    sa.Column("verified_by", sa.Text),
    sa.Column("returned_at", INSTANT),
    sa.Column("rejected_at", INSTANT),
    sa.Column("validated_at", INSTANT),
    sa.Column("validated_by", sa.Text),
    sa.Column("signed_at", INSTANT),
    sa.Column("signed_by", sa.Text),
    sa.Column("delivered_at", INSTANT),
    sa.Column("withdrawn_at", INSTANT),
    sa.Column("anonymised_at", INSTANT),
    sa.Column("version", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.CheckConstraint(f"status in ({_STATUSES})", name="application_status"),
    sa.CheckConstraint(
        "status in ('draft', 'withdrawn') or receipt_number is not null",
        name="application_has_receipt",
    ),
    sa.CheckConstraint(
        "status not in ('signed', 'delivered') or signed_at is not null",
        name="application_is_signed",
    ),
    sa.CheckConstraint(
        "purpose in ('new', 'renewal', 'change', 'replacement')"
        " and (purpose = 'new') = (former_licence_id is null)",
        name="application_purpose",
    ),
    sa.CheckConstraint(
        "mode <> 'assisted' or assisted_by is not null", name="application_says_who_assisted"
    ),
    # Row-level security asks for the owner: beside the key, an index answers without the table.
    sa.Index("application_open_place", "office_code", postgresql_where=sa.text(OPEN_PLACE)),
    sa.Index(
        "application_inbox",
        "office_code",
        "status",
        sa.text("id desc"),
        postgresql_include=["owner"],
    ),
    sa.Index(
        "application_late",
        "office_code",
        "status",
        sa.text("least(due_on, 'infinity'::date)"),
        "id",
        postgresql_include=["owner", "due_on"],
        postgresql_where=sa.text(LATE),
    ),
    sa.Index("application_of_service", "office_code", "service_code", sa.text("id desc")),
    sa.Index(
        "application_visible",
        "office_code",
        sa.text("id desc"),
        postgresql_where=sa.text("status <> 'draft' or mode = 'assisted'"),
    ),
    sa.Index("application_of_channel", "office_code", "channel", sa.text("id desc")),
    sa.Index(
        "application_due",
        "office_code",
        "status",
        sa.text("least(due_on, 'infinity'::date)"),
        "id",
        postgresql_where=sa.text(_OPEN),
    ),
    sa.Index(
        "application_age",
        "office_code",
        "status",
        sa.text("least(submitted_at, 'infinity'::timestamptz)"),
        "id",
        postgresql_where=sa.text(_OPEN),
    ),
    sa.Index(
        "application_name",
        "office_code",
        "name_key",
        postgresql_ops={"name_key": "text_pattern_ops"},
    ),
    sa.Index("application_handed_in", "office_code", "submitted_at"),
    sa.Index("application_of_owner", "owner", sa.text("id desc")),
    sa.Index("application_reference", "office_code", "reference"),
    sa.Index("application_nik", "nik_index"),
    sa.Index("application_email", "email_index"),
    sa.Index("application_phone", "phone_index"),
    sa.Index(
        "application_to_exceed",
        "office_code",
        "due_at",
        postgresql_where=sa.text(f"{RUNS} and exceeded_on is distinct from due_on"),
    ),
    sa.Index(
        "application_to_warn",
        "office_code",
        "due_on",
        postgresql_where=sa.text(f"{RUNS} and warned_on is distinct from due_on"),
    ),
    sa.Index("application_open", "office_code", "id", postgresql_where=sa.text(OPEN)),
)

recommendation = sa.Table(
    "recommendation",
    metadata,
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("asked_at", INSTANT, nullable=False),
    sa.Column("given_at", INSTANT),
    sa.Column("given_by", sa.Text),
    sa.Column("conditions", JSONB, nullable=False, server_default=empty("[]")),
    sa.Column("notes", sa.Text, nullable=False, server_default=empty("")),
    sa.Column("due_on", sa.Date),
    sa.Column("remind_on", sa.Date),
    sa.Column("reminded_at", INSTANT),
    sa.Column("service_time", JSONB(none_as_null=True)),
    sa.Column("sop_version", sa.Text),
    sa.Column("sop_number", sa.Text),
    sa.CheckConstraint("state in ('asked', 'approved', 'rejected')", name="recommendation_state"),
    sa.CheckConstraint(
        "(state = 'asked') = (given_at is null)", name="recommendation_given_when_answered"
    ),
    sa.Index(
        "recommendation_inbox", "office_code", "agency", "state", sa.text("application_id desc")
    ),
    sa.Index(
        "recommendation_to_remind",
        "office_code",
        "remind_on",
        postgresql_where=sa.text("state = 'asked' and reminded_at is null"),
    ),
)

survey_fact = sa.Table(
    "survey_fact",
    metadata,
    sa.Column("application_id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("invitation_id", sa.Uuid),
    sa.Column("opened_at", INSTANT),
    sa.Column("expires_at", INSTANT),
    sa.Column("completed_at", INSTANT),
)
