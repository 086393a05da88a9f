"""How compliant a business was in a year."""

import sqlalchemy as sa

from inspection_service.adapters.columns import (
    key,
    nested,
    of,
    office_code,
    row_version,
    words,
)
from inspection_service.adapters.tables.metadata import metadata

compliance = sa.Table(
    "compliance",
    metadata,
    key(),
    office_code(),
    of("business_id", "business"),
    words("nib"),
    sa.Column("year", sa.Integer, nullable=False),
    words("ruleset_version"),
    nested("technical", optional=True),
    nested("administrative", optional=True),
    nested("oss", optional=True),
    row_version(),
    sa.UniqueConstraint("business_id", "year", name="compliance_of_year"),
)
