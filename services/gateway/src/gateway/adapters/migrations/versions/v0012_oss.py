"""The connection to OSS: what came in, what is known by it, what must go out."""

import sqlalchemy as sa
from alembic import op

from shared.database.key_rotation import Sealed, let_keys_rotate
from shared.database.row_security import protect

revision = "0012"
down_revision = "0011"

SERVICE = "gateway"
TABLES = ("oss_message", "oss_business", "oss_permit", "oss_application", "oss_record")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates them, protected; what came in is never deleted."""
    _create_messages()
    _create_businesses()
    _create_permits()
    _create_applications()
    _create_records()
    for table in TABLES:
        protect(op, table, service=SERVICE)
    let_keys_rotate(op, Sealed(table="oss_message", columns=("body",)), service=SERVICE)
    permits = Sealed(table="oss_permit", key=("id_izin",), columns=("file_link",))
    let_keys_rotate(op, permits, service=SERVICE)


def _create_messages() -> None:
    op.create_table(
        "oss_message",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("nib", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.UniqueConstraint("office_code", "method", "fingerprint", name="oss_message_once"),
    )


def _create_businesses() -> None:
    op.create_table(
        "oss_business",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("nib", sa.Text, primary_key=True),
        sa.Column("message_id", sa.Uuid, sa.ForeignKey("oss_message.id"), nullable=False),
    )


def _create_permits() -> None:
    op.create_table(
        "oss_permit",
        sa.Column("id_izin", sa.Text, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("nib", sa.Text, nullable=False),
        sa.Column("id_proyek", sa.Text, nullable=False),
        sa.Column("id_produk", sa.Text, nullable=False),
        sa.Column("oss_id", sa.Text, nullable=False),
        sa.Column("kd_izin", sa.Text, nullable=False),
        sa.Column("kd_daerah", sa.Text, nullable=False),
        sa.Column("kd_instansi", sa.Text, nullable=False),
        sa.Column("jenis_izin", sa.Text, nullable=False),
        sa.Column("file_link", sa.LargeBinary),
        sa.Column("file_told_at", _INSTANT),
        sa.CheckConstraint(
            "(file_link is null) = (file_told_at is null)", name="oss_permit_file_told"
        ),
    )


def _create_applications() -> None:
    op.create_table(
        "oss_application",
        sa.Column("application_id", sa.Uuid, primary_key=True),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("id_izin", sa.Text, nullable=False),
        sa.Column("licence_id", sa.Uuid),
    )
    op.create_index("oss_application_permit", "oss_application", ["office_code", "id_izin"])
    op.create_index("oss_application_licence", "oss_application", ["licence_id"])


def _create_records() -> None:
    op.create_table(
        "oss_record",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("place", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("office_code", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("stream", sa.Uuid, nullable=False),
        sa.Column("application_id", sa.Uuid),
        sa.Column("licence_id", sa.Uuid),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("occurred_at", _INSTANT, nullable=False),
        sa.Column("planned_at", _INSTANT, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failure", sa.Text),
        sa.Column("answer_code", sa.Text),
        sa.Column("settled_at", _INSTANT),
        sa.CheckConstraint("(state = 'waiting') = (settled_at is null)", name="oss_record_settled"),
        sa.CheckConstraint(
            "(state in ('accepted', 'refused')) = (answer_code is not null)",
            name="oss_record_answered",
        ),
        sa.CheckConstraint(
            "application_id is not null or licence_id is not null", name="oss_record_subject"
        ),
    )
    op.create_index(
        "oss_record_due",
        "oss_record",
        ["office_code", "due_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "oss_record_head",
        "oss_record",
        ["stream", "occurred_at", "place"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("oss_record_stream", "oss_record", ["stream", "state"])
    op.create_index("oss_record_listed", "oss_record", ["office_code", "id"])
