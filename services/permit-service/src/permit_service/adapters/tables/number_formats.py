"""The formats of an office's numbers, in versions that never change.

The whole office's own has an empty service code.
"""

import sqlalchemy as sa

from permit_service.adapters.tables.metadata import INSTANT, metadata

number_format = sa.Table(
    "number_format",
    metadata,
    sa.Column("office_code", sa.Text, primary_key=True),
    sa.Column("service_code", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("set_at", INSTANT, nullable=False),
    sa.Column("set_by", sa.Text, nullable=False),
)
