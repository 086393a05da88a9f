"""A row of the annual plan: one visit to one place for one risk (Ps 8(4), 15(4))."""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.domain.business import Risk


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """Who is visited where in which month, and why."""

    id: UUID
    plan_id: UUID
    business_id: UUID
    nib: str
    location_id: UUID
    risk: Risk
    visit_no: int
    planned_month: int
    reasons: tuple[str, ...] = ()
