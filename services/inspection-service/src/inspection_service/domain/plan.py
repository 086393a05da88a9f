"""The annual plan: drawn up in November, notified, adjusted and updated in December, verified by
OSS; only then may routine inspections follow it (Ps 8(3)-(13)).

A window that has closed refuses adjustments; a step of the office itself that comes late is taken
and marked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from inspection_service.domain.business import Risk
from inspection_service.domain.errors import PERBUP
from inspection_service.domain.rules import PlanDates
from shared.errors import Conflict, InvalidRequest, RuleBroken, TransitionNotAllowed

NOVEMBER = 11
DECEMBER = 12


class PlanStatus(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    NOTIFIED = "notified"
    ADJUSTED = "adjusted"
    UPDATED = "updated"
    VERIFIED = "verified"


NEXT: Mapping[PlanStatus, frozenset[PlanStatus]] = MappingProxyType(
    {
        PlanStatus.DRAFT: frozenset({PlanStatus.NOTIFIED}),
        PlanStatus.NOTIFIED: frozenset({PlanStatus.ADJUSTED, PlanStatus.UPDATED}),
        PlanStatus.ADJUSTED: frozenset({PlanStatus.ADJUSTED, PlanStatus.UPDATED}),
        PlanStatus.UPDATED: frozenset({PlanStatus.UPDATED, PlanStatus.VERIFIED}),
        PlanStatus.VERIFIED: frozenset(),
    }
)


class TooEarlyToPlan(RuleBroken):
    """The plan of a year is drawn up from the fourth week of November before it."""

    message = "The plan of that year cannot be drawn up yet."


class WindowClosed(Conflict):
    """The days in which locations and businesses may be adjusted are over."""

    code = "window_closed"
    message = "The days in which the plan may be adjusted are over."


class PlanExists(Conflict):
    """The office has a plan of that year."""

    code = "plan_exists"
    message = "There is a plan of that year already."


class ItemExists(Conflict):
    """The place stands in the plan already, for that risk."""

    code = "item_exists"
    message = "The place stands in the plan already."


class ItemUnknown(InvalidRequest):
    """The plan has no such item."""

    message = "The plan has no such item."

    def __init__(self) -> None:
        super().__init__(pointers=(("/remove", "unknown"),))


class ItemSource(StrEnum):
    """How an item came into the plan (Ps 8(4), (9), (10))."""

    COMPILED = "compiled"
    ADJUSTMENT = "adjustment"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """One visit to one place for one risk; what Ps 8(4) asks for stands in it."""

    id: UUID
    office_code: str
    plan_id: UUID
    business_id: UUID
    nib: str
    name: str
    location_id: UUID
    risk: Risk
    visit_no: int
    planned_month: int
    reasons: tuple[str, ...] = ()
    realised_investment_rupiah: int | None = None
    facilities: tuple[str, ...] = ()
    source: ItemSource = ItemSource.COMPILED
    removed_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A place that is not visited this year, and the article or fact that says why."""

    nib: str
    location_id: UUID
    risk: Risk | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """A step the plan has taken; `reference` is the letter or what OSS answered."""

    status: PlanStatus
    by: str
    at: datetime
    is_late: bool = False
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionPlan:
    """The plan of one office for one year; `source_import_id` is the OSS list it was compiled
    from (Ps 8(3))."""

    id: UUID
    office_code: str
    year: int
    ruleset_version: str
    created_by: str
    created_at: datetime
    status: PlanStatus = PlanStatus.DRAFT
    history: tuple[PlanStep, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    source_import_id: UUID | None = None
    version: int = 0

    def moved(self, step: PlanStep) -> "InspectionPlan":
        """The plan after a step; raises TransitionNotAllowed."""
        if step.status not in NEXT[self.status]:
            raise TransitionNotAllowed
        return replace(self, status=step.status, history=(*self.history, step))


def check_may_be_drawn(dates: PlanDates, *, year: int, today: date) -> bool:
    """Whether drawing the plan up today is late (Ps 8(6)); raises TooEarlyToPlan."""
    if today < date(year - 1, NOVEMBER, dates.drawn_from_day):
        raise TooEarlyToPlan(rule="plan_window", article=f"{PERBUP} Ps 8(6)")
    return today >= date(year - 1, DECEMBER, 1)


def check_may_be_adjusted(dates: PlanDates, *, year: int, today: date) -> None:
    """Raises WindowClosed after the second week of December (Ps 8(8)-(9))."""
    if today > date(year - 1, DECEMBER, dates.adjusted_until_day):
        raise WindowClosed(rule="adjustment_window", article=f"{PERBUP} Ps 8(8)-(9)")


def due_in_oss(dates: PlanDates, *, year: int, status: PlanStatus) -> date:
    """Until when what a step put into the plan stands in the database of OSS: the fourth week of
    November for the plan as it is drawn up, the second of December for what agencies add, the
    fourth for the rest (Ps 8(6), (8)-(9), (11))."""
    if status in {PlanStatus.DRAFT, PlanStatus.NOTIFIED}:
        return date(year - 1, DECEMBER, 1) - timedelta(days=1)
    is_of_agencies = status is PlanStatus.ADJUSTED
    day = dates.adjusted_until_day if is_of_agencies else dates.updated_until_day
    return date(year - 1, DECEMBER, day)


def is_late_update(dates: PlanDates, *, year: int, today: date) -> bool:
    """Whether an update comes after the fourth week of December (Ps 8(11))."""
    return today > date(year - 1, DECEMBER, dates.updated_until_day)
