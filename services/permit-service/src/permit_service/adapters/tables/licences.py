"""Licences, their numbers, and what supervision told of them.

`sanction` is another service's fact: no foreign key, it may come first.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from permit_service.adapters.tables.metadata import INSTANT, empty, metadata

licence = sa.Table(
    "licence",
    metadata,
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
    sa.Column("signed_at", INSTANT),
    sa.Column("certificate_serial", sa.Text),
    sa.Column("sha256", sa.Text),
    sa.Column("storage_key", sa.Text),
    sa.Column("acting_as", sa.Text),
    sa.Column("delegation_id", sa.Uuid),
    sa.Column("told_status", sa.Text, nullable=False),
    sa.Column("reminded_days", sa.Integer),
    sa.Column("holder_sealed", sa.LargeBinary),
    sa.Column("replaces", sa.Uuid, sa.ForeignKey("licence.id")),
    sa.Column("replaced_by", sa.Uuid, sa.ForeignKey("licence.id")),
    sa.Column("paper", JSONB(none_as_null=True)),
    sa.Column("number_format", JSONB(none_as_null=True)),
    sa.Column("version", sa.BigInteger, nullable=False, server_default=sa.text("0")),
    sa.UniqueConstraint("office_code", "number", name="licence_number"),
    sa.UniqueConstraint("replaces", name="licence_replaces_one"),
    sa.CheckConstraint(
        "(signed_at is null) = (sha256 is null)", name="licence_signature_has_its_file"
    ),
    sa.CheckConstraint(
        "(acting_as is null) = (delegation_id is null)", name="licence_names_its_delegation"
    ),
    sa.Index("licence_of_office", "office_code", sa.text("id desc")),
    sa.Index("licence_of_owner", "owner", sa.text("id desc")),
    sa.Index("licence_nib", "nib"),
    sa.Index(
        "licence_ending",
        "office_code",
        "valid_until",
        "id",
        postgresql_where=sa.text("told_status = 'active'"),
    ),
)

sa.Index(
    "licence_by_number",
    licence.c.office_code,
    sa.func.lower(licence.c.number).label("lowered"),
    postgresql_ops={"lowered": "text_pattern_ops"},
)

sanction = sa.Table(
    "sanction",
    metadata,
    sa.Column("licence_id", sa.Uuid, primary_key=True),
    sa.Column("sanction_id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("step", sa.Text),
    sa.Column("stepped_at", INSTANT),
    sa.Column("lifted_at", INSTANT),
)

# The key of a series stands in `service_code`: the service's own, or the shape of the numbers that
# several services share.
number_series = sa.Table(
    "number_series",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("returned", ARRAY(sa.Integer), nullable=False, server_default=empty("{}")),
    sa.CheckConstraint("last >= 0", name="number_series_counts_up"),
)

number_reservation = sa.Table(
    "number_reservation",
    metadata,
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("service_code", sa.Text, nullable=False),
    sa.Column("licence_id", sa.Uuid, nullable=False, unique=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("verification_token", sa.Text, nullable=False),
    sa.Column("attempt", sa.Uuid),
    sa.Column("attempted_at", INSTANT),
    sa.Column("attempt_seconds", sa.Integer, nullable=False, server_default=sa.text("15")),
    sa.Column("number_format", JSONB(none_as_null=True)),
    sa.UniqueConstraint(
        "office_code", "service_code", "year", "sequence", name="number_reserved_once"
    ),
)
