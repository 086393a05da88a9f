"""Compiles the plan's items from the office's businesses: how often, in which month, and why.

The same businesses give the same plan. A place that is left out is listed with the reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from inspection_service.domain.business import Business, Location, Risk
from inspection_service.domain.frequency import Allowance, allowance
from inspection_service.domain.plan import Exclusion, PlanItem
from inspection_service.domain.rules import FrequencyRule

MONTHS = 12
NAME_UNKNOWN = "name_unknown"
RISK_UNKNOWN = "risk_unknown"
ON_THE_OSS_LIST = "on_the_oss_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """The plan's rows and what was left out."""

    items: tuple[PlanItem, ...]
    exclusions: tuple[Exclusion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visited:
    business: Business
    location: Location
    risk: Risk
    allowed: Allowance


def compile_plan(
    businesses: Sequence[Business],
    rule: FrequencyRule,
    *,
    plan_id: UUID,
    realised: Mapping[tuple[UUID, str], int],
    fresh_id: Callable[[], UUID],
) -> Compilation:
    """Every place and risk with its visits (Ps 8(2), 11(6), 11(9), 15(4)); those on the list of
    OSS come first (Ps 8(5))."""
    visited: list[_Visited] = []
    left_out: list[Exclusion] = []
    for business in sorted(businesses, key=lambda one: (not _is_listed(one), one.nib)):
        for location in business.locations:
            for risk in _risks(location):
                why = _reason_to_leave_out(business, risk, rule)
                if why is None and risk is not None:
                    allowed = _allowed(business, risk, rule)
                    one = _Visited(business=business, location=location, risk=risk, allowed=allowed)
                    visited.append(one)
                else:
                    left_out.append(
                        Exclusion(
                            nib=business.nib,
                            location_id=location.id,
                            risk=risk,
                            reason=why or RISK_UNKNOWN,
                        )
                    )
    items = [
        item
        for place, one in enumerate(visited)
        for item in _items(
            one,
            place,
            len(visited),
            plan_id=plan_id,
            realised=_realised(one, realised),
            fresh_id=fresh_id,
        )
    ]
    return Compilation(items=tuple(items), exclusions=tuple(left_out))


def _risks(location: Location) -> tuple[Risk | None, ...]:
    return tuple(sorted(location.risks)) or (None,)


def _allowed(business: Business, risk: Risk, rule: FrequencyRule) -> Allowance:
    return allowance(rule, risk=risk, rating=business.compliance, scale=business.scale)


def _is_listed(business: Business) -> bool:
    return any(one.project_id for place in business.locations for one in place.activities)


def _reason_to_leave_out(business: Business, risk: Risk | None, rule: FrequencyRule) -> str | None:
    if business.name is None:
        return NAME_UNKNOWN
    if risk is None:
        return RISK_UNKNOWN
    allowed = _allowed(business, risk, rule)
    return allowed.article if allowed.visits == 0 else None


def _realised(one: _Visited, realised: Mapping[tuple[UUID, str], int]) -> int:
    """What the projects of this risk at this place have reported so far (Ps 8(4)c)."""
    return sum(
        realised.get((one.business.id, activity.project_id), 0)
        for activity in one.location.activities
        if activity.risk is one.risk and activity.project_id
    )


def _items(
    one: _Visited,
    place: int,
    places: int,
    *,
    plan_id: UUID,
    realised: int,
    fresh_id: Callable[[], UUID],
) -> list[PlanItem]:
    # Places are spread over the year; further visits follow at equal distances.
    distance = MONTHS // one.allowed.visits
    first = 1 + place * distance // places
    assert one.business.name is not None
    return [
        PlanItem(
            id=fresh_id(),
            office_code=one.business.office_code,
            plan_id=plan_id,
            business_id=one.business.id,
            nib=one.business.nib,
            name=one.business.name,
            location_id=one.location.id,
            risk=one.risk,
            visit_no=visit,
            realised_investment_rupiah=realised,
            planned_month=first + (visit - 1) * distance,
            reasons=(one.allowed.article, *([ON_THE_OSS_LIST] if _is_listed(one.business) else [])),
        )
        for visit in range(1, one.allowed.visits + 1)
    ]
