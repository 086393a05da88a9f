"""How an office numbers and lays out its licences, and how long an attempt to sign lasts.

An office that sets nothing numbers as before, in the product's own letter.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.row_security import protect

revision = "0007"
down_revision = "0006"

SERVICE = "permit"
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Reservations of the release before keep their 15 seconds."""
    op.add_column(
        "number_reservation",
        sa.Column("attempt_seconds", sa.Integer, nullable=False, server_default=sa.text("15")),
    )
    op.create_table("number_format", *_version(), sa.Column("format", sa.Text, nullable=False))
    op.create_table("licence_template", *_version(), sa.Column("layout", JSONB, nullable=False))
    op.create_table(
        "office_emblem",
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("picture", sa.LargeBinary, nullable=False),
    )
    for table in ("number_format", "licence_template", "office_emblem"):
        protect(op, table, service=SERVICE)


def _version() -> tuple[sa.Column[object], ...]:
    """What an administrator sets per service, or for the whole office (no code)."""
    return (
        sa.Column("office_code", sa.Text, primary_key=True),
        sa.Column("service_code", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("set_at", _INSTANT, nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
    )
