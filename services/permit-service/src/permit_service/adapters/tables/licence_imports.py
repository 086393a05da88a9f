"""Imports of an office's licences; the file is sealed, and gone when its import has ended."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from permit_service.adapters.tables.metadata import INSTANT, empty, metadata

licence_import = sa.Table(
    "licence_import",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("requested_by", sa.Text, nullable=False),
    sa.Column("requested_at", INSTANT, nullable=False),
    sa.Column("columns", JSONB, nullable=False),
    sa.Column("dry_run", sa.Boolean, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("progress", sa.Float, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("accepted", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("faults", JSONB, nullable=False, server_default=empty("[]")),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("finished_at", INSTANT),
    sa.Column("worker", sa.Uuid),
    sa.Column("held_until", INSTANT),
    sa.Column("content", sa.LargeBinary),
    sa.CheckConstraint("state in ('running', 'succeeded', 'failed')", name="licence_import_state"),
    sa.CheckConstraint(
        "(state = 'running') = (content is not null)", name="licence_import_lets_go_of_its_file"
    ),
    sa.Index(
        "licence_import_running", "requested_at", postgresql_where=sa.text("state = 'running'")
    ),
)
