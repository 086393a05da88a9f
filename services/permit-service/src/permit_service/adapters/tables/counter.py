"""What the counter keeps: originals that were seen, and wrong claim codes by account."""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, metadata

original_seen = sa.Table(
    "original_seen",
    metadata,
    sa.Column("application_id", sa.Uuid, sa.ForeignKey("application.id"), primary_key=True),
    sa.Column("requirement_no", sa.Integer, primary_key=True),
    sa.Column("office_code", sa.Text, nullable=False),
    sa.Column("seen_by", sa.Text, nullable=False),
    sa.Column("seen_at", INSTANT, nullable=False),
    sa.Column("returned_at", INSTANT),
)

wrong_claim_codes = sa.Table(
    "wrong_claim_codes",
    metadata,
    sa.Column("actor", sa.Text, primary_key=True),
    sa.Column("since", INSTANT, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
)
