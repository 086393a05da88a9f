"""Inspections with their letter and BAP."""

import sqlalchemy as sa

from inspection_service.adapters.columns import (
    instant,
    key,
    nested,
    of,
    office_code,
    row_version,
    words,
)
from inspection_service.adapters.tables.metadata import metadata

inspection = sa.Table(
    "inspection",
    metadata,
    key(),
    office_code(),
    words("number"),
    of("business_id", "business"),
    words("nib"),
    of("location_id", "location"),
    words("kind"),
    words("mode"),
    words("form"),
    words("risk", optional=True),
    words("ruleset_version"),
    sa.Column("planned_year", sa.Integer, nullable=False),
    words("created_by"),
    instant("created_at"),
    words("status"),
    nested("triggers"),
    of("plan_item_id", "plan_item", optional=True),
    words("mode_reason", optional=True),
    words("form_reason", optional=True),
    nested("letter", optional=True),
    words("started_by", optional=True),
    instant("started_at", optional=True),
    nested("bap", optional=True),
    nested("non_execution", optional=True),
    row_version(),
    sa.CheckConstraint(
        "status in ('planned', 'not_done') or letter is not null", name="inspection_letter"
    ),
    sa.CheckConstraint(
        "status not in ('bap_draft', 'bap_signed', 'bap_refused') or bap is not null",
        name="inspection_bap",
    ),
    sa.CheckConstraint("kind <> 'routine' or plan_item_id is not null", name="inspection_plan"),
    sa.UniqueConstraint("office_code", "number", name="inspection_number"),
    sa.Index("inspection_business", "business_id", "id"),
    sa.Index("inspection_location", "location_id", "planned_year"),
)
