"""The annual plan."""

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

ONE_PLAN = "inspection_plan_year"

ONE_VISIT = "plan_item_visit"

inspection_plan = sa.Table(
    "inspection_plan",
    metadata,
    key(),
    office_code(),
    sa.Column("year", sa.Integer, nullable=False),
    words("status"),
    words("ruleset_version"),
    words("created_by"),
    instant("created_at"),
    nested("history"),
    nested("exclusions"),
    sa.Column("source_import_id", sa.Uuid),
    row_version(),
    sa.UniqueConstraint("office_code", "year", name=ONE_PLAN),
)

plan_item = sa.Table(
    "plan_item",
    metadata,
    key(),
    office_code(),
    of("plan_id", "inspection_plan"),
    of("business_id", "business"),
    words("nib"),
    words("name"),
    of("location_id", "location"),
    words("risk"),
    sa.Column("visit_no", sa.Integer, nullable=False),
    sa.Column("planned_month", sa.Integer, nullable=False),
    nested("reasons"),
    sa.Column("realised_investment_rupiah", sa.BigInteger),
    nested("facilities"),
    words("source"),
    words("removed_reason", optional=True),
    sa.UniqueConstraint("plan_id", "location_id", "risk", "visit_no", name=ONE_VISIT),
    sa.CheckConstraint("planned_month between 1 and 12", name="plan_item_month"),
    sa.Index("plan_item_location", "location_id"),
)
