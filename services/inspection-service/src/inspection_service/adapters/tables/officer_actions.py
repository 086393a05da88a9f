"""Administrative actions on inspectors."""

import sqlalchemy as sa

from inspection_service.adapters.columns import (
    instant,
    key,
    of,
    office_code,
    row_version,
    sealed,
    words,
)
from inspection_service.adapters.tables.metadata import metadata

officer_action = sa.Table(
    "officer_action",
    metadata,
    key(),
    office_code(),
    of("inspection_id", "inspection"),
    words("inspector"),
    words("kind"),
    words("duty"),
    sealed("reason"),
    words("legal_basis"),
    words("taken_by"),
    instant("taken_at"),
    row_version(),
)
