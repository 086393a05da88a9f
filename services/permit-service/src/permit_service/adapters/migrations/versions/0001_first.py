"""The first schema, with its rights: an office sees its rows, an owner their own.

What belongs to an application is visible where the application is. Catalogue, offices and public
tokens hold nobody's data and are open to the application role.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.database.row_security import grant, protect
from shared.messaging.schema import create_messaging

revision = "0001"
down_revision = None

SERVICE = "permit"
_INSTANT = sa.DateTime(timezone=True)
_STATUSES = (
    "'draft','submitted','returned','verified','validated','signed','delivered','rejected',"
    "'withdrawn'"
)


def upgrade() -> None:
    """Tables, then who may see what."""
    create_messaging(op, SERVICE)
    _create_public_tables()
    _create_application()
    _create_parts()
    _create_licences()
    _protect()


def _protect() -> None:
    protect(op, "application", service=SERVICE, owner="owner")
    protect(op, "licence", service=SERVICE, owner="owner")
    protect(op, "sanction", service=SERVICE)
    protect(op, "number_series", service=SERVICE)
    protect(op, "number_reservation", service=SERVICE, deletable=True)
    # One value and not `exists`: that may be planned as a hash of everything the caller may see,
    # an office's whole register, to look at one file.
    for table in ("document", "recommendation", "survey_fact"):
        protect(op, table, service=SERVICE)
        op.execute(
            f"create policy of_application on {table} to {SERVICE}_app using ("
            f"(select true from application a where a.id = {table}.application_id))"
        )
    op.execute(
        f"create policy of_licence on sanction to {SERVICE}_app using ("
        "(select true from licence l where l.id = sanction.licence_id))"
    )
    for table in ("office", "office_year", "service_version"):
        grant(op, table, "select, insert, update", service=SERVICE)
    grant(op, "public_token", "select, insert", service=SERVICE)


def _create_public_tables() -> None:
    op.create_table(
        "office",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("regency", sa.Text, nullable=False),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.Column("survey_gate", sa.Text, nullable=False),
        sa.Column("survey_gate_source", sa.Text, nullable=False),
        sa.Column("counts_cuti_bersama_as_working", sa.Boolean, nullable=False),
        sa.Column("number_code", sa.Text, nullable=False),
        sa.Column("settings_version", sa.Integer, nullable=False),
        sa.Column("calendar_version", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    )
    op.create_table(
        "office_year",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("days", JSONB, nullable=False),
    )
    op.create_table(
        "service_version",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("content", JSONB, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
    )
    op.create_table(
        "public_token",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("token", sa.Text, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("target", sa.Uuid, nullable=False),
    )


def _create_application() -> None:
    op.create_table(
        "application",
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
        sa.Column("metadata", JSONB, nullable=False, server_default=sa.text("'{}'")),
        sa.Column("applicant_kind", sa.Text, nullable=False),
        sa.Column("applicant_name", sa.Text, nullable=False),
        sa.Column("nib", sa.Text),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("nik_index", sa.LargeBinary),
        sa.Column("email_index", sa.LargeBinary, nullable=False),
        sa.Column("phone_index", sa.LargeBinary, nullable=False),
        sa.Column("location", JSONB),
        sa.Column("gate_state", sa.Text, nullable=False),
        sa.Column("gate_source", sa.Text, nullable=False),
        sa.Column("gate_verified", sa.Boolean, nullable=False),
        sa.Column("declaration", JSONB),
        sa.Column("assisted_by", sa.Text),
        sa.Column("claim_hash", sa.LargeBinary),
        sa.Column("decision", JSONB, nullable=False, server_default=sa.text("'{}'")),
        sa.Column("valid_until", sa.Date),
        sa.Column("clock", JSONB, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("due_on", sa.Date),
        sa.Column("draft_sha256", sa.Text),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("submitted_at", _INSTANT),
        sa.Column("verified_at", _INSTANT),
        sa.Column("verified_by", sa.Text),
        sa.Column("returned_at", _INSTANT),
        sa.Column("rejected_at", _INSTANT),
        sa.Column("validated_at", _INSTANT),
        sa.Column("validated_by", sa.Text),
        sa.Column("signed_at", _INSTANT),
        sa.Column("signed_by", sa.Text),
        sa.Column("delivered_at", _INSTANT),
        sa.Column("withdrawn_at", _INSTANT),
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
            "mode <> 'assisted' or assisted_by is not null", name="application_says_who_assisted"
        ),
    )
    op.create_index(
        "application_inbox", "application", ["office_code", "status", sa.text("id desc")]
    )
    op.create_index(
        "application_of_service", "application", ["office_code", "service_code", sa.text("id desc")]
    )
    op.create_index("application_of_office", "application", ["office_code", sa.text("id desc")])
    op.create_index("application_of_owner", "application", ["owner", sa.text("id desc")])
    op.create_index("application_reference", "application", ["office_code", "reference"])
    op.create_index("application_nik", "application", ["nik_index"])
    op.create_index(
        "application_name",
        "application",
        ["office_code", sa.text("lower(applicant_name) text_pattern_ops")],
    )


def _create_parts() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), nullable=False),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("requirement_no", sa.Integer, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("storage_key", sa.Text, nullable=False),
        sa.Column("scan_state", sa.Text, nullable=False),
        sa.Column("uploaded_by", sa.Text, nullable=False),
        sa.Column("uploaded_at", _INSTANT, nullable=False),
        sa.CheckConstraint(
            "scan_state in ('pending', 'clean', 'infected', 'not_scanned')",
            name="document_scan_state",
        ),
    )
    op.create_index("document_of_application", "document", ["application_id"])
    op.create_table(
        "recommendation",
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("given_at", _INSTANT),
        sa.Column("given_by", sa.Text),
        sa.Column("conditions", JSONB, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("notes", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.CheckConstraint(
            "state in ('asked', 'approved', 'rejected')", name="recommendation_state"
        ),
        sa.CheckConstraint(
            "(state = 'asked') = (given_at is null)", name="recommendation_given_when_answered"
        ),
    )
    op.create_index(
        "recommendation_inbox",
        "recommendation",
        ["office_code", "agency", "state", sa.text("application_id desc")],
    )
    op.create_table(
        "survey_fact",
        sa.Column("application_id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("invitation_id", sa.Uuid),
        sa.Column("opened_at", _INSTANT),
        sa.Column("expires_at", _INSTANT),
        sa.Column("completed_at", _INSTANT),
    )


def _create_licences() -> None:
    op.create_table(
        "licence",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), unique=True),
        sa.Column("service_code", sa.Text, nullable=False),
        sa.Column("service_version", sa.Integer, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("holder_name", sa.LargeBinary, nullable=False),
        sa.Column("nib", sa.Text),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date),
        sa.Column("verification_token", sa.Text, nullable=False, unique=True),
        sa.Column("signed_by", sa.Text),
        sa.Column("signer_nip", sa.Text),
        sa.Column("signed_at", _INSTANT),
        sa.Column("certificate_serial", sa.Text),
        sa.Column("sha256", sa.Text),
        sa.Column("storage_key", sa.Text),
        sa.Column("told_status", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False, server_default=sa.text("0")),
        sa.UniqueConstraint("office_code", "number", name="licence_number"),
        sa.CheckConstraint(
            "(signed_at is null) = (sha256 is null)", name="licence_signature_has_its_file"
        ),
    )
    op.create_index("licence_of_office", "licence", ["office_code", sa.text("id desc")])
    op.create_index("licence_of_owner", "licence", ["owner", sa.text("id desc")])
    op.create_index("licence_nib", "licence", ["nib"])
    op.create_table(
        "sanction",
        sa.Column("licence_id", sa.Uuid, primary_key=True),
        sa.Column("sanction_id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("step", sa.Text),
        sa.Column("stepped_at", _INSTANT),
        sa.Column("lifted_at", _INSTANT),
    )
    op.create_table(
        "number_series",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("service_code", sa.Text, primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("returned", ARRAY(sa.Integer), nullable=False, server_default=sa.text("'{}'")),
        sa.CheckConstraint("last >= 0", name="number_series_counts_up"),
    )
    op.create_table(
        "number_reservation",
        sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("service_code", sa.Text, nullable=False),
        sa.Column("licence_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("verification_token", sa.Text, nullable=False),
        sa.Column("attempt", sa.Uuid),
        sa.Column("attempted_at", _INSTANT),
        sa.UniqueConstraint(
            "office_code", "service_code", "year", "sequence", name="number_reserved_once"
        ),
    )
