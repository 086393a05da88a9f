"""Published editions and what was printed beside them."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from reporting_service.adapters.columns import INSTANT, key, metadata, office_code

# Published: readable by everybody, so without row-level security; never updated.
edition = sa.Table(
    "edition",
    metadata,
    office_code(),
    key("year", sa.Integer),
    key("quarter", sa.Integer),
    key("edition", sa.Integer),
    sa.Column("id", sa.Uuid, nullable=False, unique=True),
    sa.Column("published_at", INSTANT, nullable=False),
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
    office_code(),
    key("year", sa.Integer),
    key("quarter", sa.Integer),
    sa.Column("printed", pg.JSONB, nullable=False),
    sa.Column("findings", pg.JSONB, nullable=False),
)
