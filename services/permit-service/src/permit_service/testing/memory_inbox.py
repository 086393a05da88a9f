"""Lists of applications in memory: every one is looked at, and sorted."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from permit_service.application.listing import (
    OPEN,
    ApplicationQuery,
    ApplicationRow,
    Holding,
    Order,
    StepCount,
    Turn,
)
from permit_service.domain.application import Application
from permit_service.domain.correction import open_round
from permit_service.domain.recommendation import RecommendationState
from permit_service.domain.step_claim import StepClaim
from permit_service.domain.steps import Status
from permit_service.domain.survey import GateState
from permit_service.testing.shelves import Shelves, sees
from shared.calendar.clock_moves import ClockMove
from shared.calendar.office_time import local_date
from shared.identity import Caller

_LATE = frozenset({Status.SUBMITTED, Status.VERIFIED, Status.VALIDATED})
_STANDS_STILL = frozenset({None, ClockMove.PAUSED, ClockMove.RESET, ClockMove.STOPPED})


def page_of(shelves: Shelves, caller: Caller, query: ApplicationQuery) -> list[ApplicationRow]:
    """In the order asked for, one more than the limit."""
    seen = [
        row_of(one, shelves, caller, agency=query.agency)
        for one in shelves.applications.values()
        if sees(caller, one.office_code, one.owner)
        and _is_bound(one, query)
        and _matches(one, query.text)
    ]
    found = [row for row in seen if _is_asked_for(row, query)]
    is_descending = query.order in (Order.NEWEST, Order.LATEST)
    found.sort(key=lambda row: _key(query.order, row), reverse=is_descending)
    if query.after is not None:
        last = (_value(query.order, query.after.value), query.after.id)
        found = [
            row
            for row in found
            if (_key(query.order, row) < last if is_descending else _key(query.order, row) > last)
        ]
    return found[: query.limit + 1]


def counts_of(
    applications: Sequence[Application],
    shelves: Shelves,
    *,
    today: date,
    now: datetime,
    bound: int,
) -> list[StepCount]:
    """By the statuses that are open."""
    found: list[StepCount] = []
    for status in OPEN:
        here = [one for one in applications if one.status is status]
        count = StepCount(
            status=status,
            waiting=min(len(here), bound),
            overdue=min(sum(_is_late(one, today) for one in here), bound),
            held=min(sum(bool(_holders(one, shelves, now, "")) for one in here), bound),
        )
        found.append(count)
    return found


def _key(order: Order, row: ApplicationRow) -> Any:
    return (_value(order, order.value_of(row)), row.id)


def _value(order: Order, value: date | datetime | None) -> Any:
    if order is Order.DUE:
        return value or date.max
    return value or datetime.max.replace(tzinfo=UTC)


def _is_bound(one: Application, query: ApplicationQuery) -> bool:
    if query.owner is not None:
        return one.owner == query.owner
    is_private = one.status is Status.DRAFT and one.mode.value != "assisted"
    if one.office_code not in query.offices or is_private:
        return False
    return query.agency is None or any(
        advice.agency == query.agency and query.agency_state in (None, advice.state)
        for advice in one.recommendations
    )


def _matches(one: Application, text: str | None) -> bool:
    return text is None or (
        one.receipt_number == text.upper()
        or one.reference == text
        or one.applicant.name.lower().startswith(text.lower())
    )


def _is_asked_for(row: ApplicationRow, query: ApplicationQuery) -> bool:
    due, submitted = query.due_before, query.submitted_before
    return (
        (not query.statuses or row.status in query.statuses)
        and (query.service_code is None or row.service_code == query.service_code)
        and (query.channel is None or row.channel is query.channel)
        and (due is None or (row.due_on is not None and row.due_on < due))
        and (submitted is None or (row.submitted_at is not None and row.submitted_at < submitted))
        and (not query.is_overdue or _is_late_row(row, query.now))
        and (not query.is_answer_overdue or _is_answer_late(row, query.now))
        and (query.turn is None or _is_turn(row, query.turn))
        and (query.holding is None or _is_held(row, query.holding, query.now))
    )


def _is_turn(row: ApplicationRow, turn: Turn) -> bool:
    waits_for_agency = row.status is Status.VERIFIED and bool(row.asked)
    waits_for_survey = row.status is Status.VALIDATED and row.awaits_survey
    match turn:
        case Turn.OFFICER:
            return not waits_for_agency and not waits_for_survey
        case Turn.AGENCY:
            return waits_for_agency
        case Turn.APPLICANT:
            return row.status is Status.RETURNED or waits_for_survey


def _is_held(row: ApplicationRow, holding: Holding, now: datetime) -> bool:
    live = [one for one in row.claims if one.is_live(now)]
    if holding.name is None:
        return not any(one.task.agency == holding.agency for one in live)
    return any(one.holder_name == holding.name for one in live)


def _is_answer_late(row: ApplicationRow, now: datetime) -> bool:
    return row.answer_by is not None and row.answer_by < local_date(now, row.zone)


def _is_late_row(row: ApplicationRow, now: datetime) -> bool:
    today = local_date(now, row.zone)
    is_running = row.status in _LATE and row.last_move not in _STANDS_STILL
    return is_running and row.due_on is not None and row.due_on < today


def _is_late(one: Application, today: date) -> bool:
    last = one.clock[-1].move if one.clock else None
    is_running = one.status in _LATE and last not in _STANDS_STILL
    return is_running and one.due_on is not None and one.due_on < today


def _holders(one: Application, shelves: Shelves, now: datetime, agency: str) -> list[StepClaim]:
    return [
        claim
        for claim in shelves.claims.values()
        if claim.application_id == one.id and claim.is_live(now) and claim.task.agency == agency
    ]


def row_of(
    one: Application,
    shelves: Shelves,
    caller: Caller | None = None,
    *,
    agency: str | None = None,
) -> ApplicationRow:
    """A line of a list; without a caller, as the office sees it."""
    _, fact = shelves.surveys.get(one.id, ("", None))
    claims = [
        claim
        for claim in shelves.claims.values()
        if claim.application_id == one.id
        and claim.ended_at is None
        and (caller is None or caller.sees(claim.office_code))
    ]
    standing = open_round(shelves.rounds.get(one.id, ()))
    return ApplicationRow(
        id=one.id,
        office_code=one.office_code,
        service_code=one.service_code,
        channel=one.channel,
        mode=one.mode,
        status=one.status,
        receipt_number=one.receipt_number,
        reference=one.reference,
        applicant_name=one.applicant.name,
        due_on=one.due_on,
        recommendation_due_on=min(
            (
                advice.due_on
                for advice in one.recommendations
                if advice.state is RecommendationState.ASKED
                and advice.due_on is not None
                and agency in (None, advice.agency)
            ),
            default=None,
        ),
        created_at=one.created_at,
        submitted_at=one.stamps.submitted_at,
        version=one.version,
        time_zone=shelves.offices[one.office_code].time_zone,
        last_move=one.clock[-1].move if one.clock else None,
        asked=tuple(
            sorted(
                advice.agency
                for advice in one.recommendations
                if advice.state is RecommendationState.ASKED
            )
        ),
        awaits_survey=one.gate.state is GateState.REQUIRED
        and (fact is None or fact.completed_at is None),
        answer_by=standing.answer_by if standing else None,
        claims=tuple(sorted(claims, key=lambda claim: (claim.claimed_at, claim.id))),
    )
