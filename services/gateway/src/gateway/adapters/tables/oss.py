"""The tables of the connection to OSS: what came in, what is known by it, what must go out."""

import sqlalchemy as sa

from gateway.adapters.tables.metadata import INSTANT, metadata

oss_message = sa.Table(
    "oss_message",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("nib", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary),
    sa.Column("received_at", INSTANT, nullable=False),
    # The request for deletion for which its body went.
    sa.Column("destroyed_for", sa.Uuid),
    sa.CheckConstraint(
        "(body is null) = (destroyed_for is not null)", name="oss_message_destroyed"
    ),
    sa.Index("oss_message_business", "office_code", "nib"),
    sa.UniqueConstraint("office_code", "method", "fingerprint", name="oss_message_once"),
)

oss_business = sa.Table(
    "oss_business",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("nib", sa.Text, primary_key=True),
    sa.Column("message_id", sa.Uuid, sa.ForeignKey("oss_message.id"), nullable=False),
)

oss_permit = sa.Table(
    "oss_permit",
    metadata,
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
    sa.Column("file_told_at", INSTANT),
    sa.CheckConstraint("(file_link is null) = (file_told_at is null)", name="oss_permit_file_told"),
)

oss_application = sa.Table(
    "oss_application",
    metadata,
    sa.Column("application_id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("id_izin", sa.Text, nullable=False),
    sa.Column("licence_id", sa.Uuid),
    sa.Index("oss_application_permit", "office_code", "id_izin"),
    sa.Index("oss_application_licence", "licence_id"),
)

_waiting = sa.text("state = 'waiting'")

oss_record = sa.Table(
    "oss_record",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("place", sa.BigInteger, sa.Identity(always=True), nullable=False),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("stream", sa.Uuid, nullable=False),
    sa.Column("application_id", sa.Uuid),
    sa.Column("licence_id", sa.Uuid),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("code", sa.Text),
    sa.Column("occurred_at", INSTANT, nullable=False),
    sa.Column("planned_at", INSTANT, nullable=False),
    sa.Column("due_at", INSTANT, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("failure", sa.Text),
    sa.Column("answer_code", sa.Text),
    sa.Column("settled_at", INSTANT),
    sa.CheckConstraint("(state = 'waiting') = (settled_at is null)", name="oss_record_settled"),
    sa.CheckConstraint(
        "(state in ('accepted', 'refused')) = (answer_code is not null)",
        name="oss_record_answered",
    ),
    sa.CheckConstraint(
        "application_id is not null or licence_id is not null", name="oss_record_subject"
    ),
    sa.Index("oss_record_due", "office_code", "due_at", postgresql_where=_waiting),
    sa.Index("oss_record_head", "stream", "occurred_at", "place", postgresql_where=_waiting),
    sa.Index("oss_record_stream", "stream", "state"),
    sa.Index("oss_record_listed", "office_code", "id"),
)
