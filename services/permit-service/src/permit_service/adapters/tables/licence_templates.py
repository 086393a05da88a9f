"""An office's layouts of licences, in versions that never change, its emblem, and the emblems that
documents were set on.

The layout for every service that has none of its own has an empty service code.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from permit_service.adapters.tables.metadata import INSTANT, metadata

licence_template = sa.Table(
    "licence_template",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("layout", JSONB, nullable=False),
    sa.Column("set_at", INSTANT, nullable=False),
    sa.Column("set_by", sa.Text, nullable=False),
)

office_emblem = sa.Table(
    "office_emblem",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("picture", sa.LargeBinary, nullable=False),
)

kept_emblem = sa.Table(
    "kept_emblem",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("picture", sa.LargeBinary, nullable=False),
)
