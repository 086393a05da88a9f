"""The inbox: what waits, for whom, since when and until when. Lists give no totals; the summary
counts up to a bound."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from permit_service.application.listing import (
    OPEN,
    ApplicationQuery,
    ApplicationRow,
    Holding,
    Order,
    Position,
    StepCount,
    Turn,
)
from permit_service.application.ports import Ports
from permit_service.domain.recommendation import RecommendationState
from permit_service.domain.service import Channel
from permit_service.domain.steps import Status
from shared.calendar.office_time import local_date
from shared.errors import Forbidden, InvalidRequest, NotFound
from shared.identity import STAFF, Caller, Role

# No count of the summary goes further.
COUNT_BOUND = 10_000


class Awaited(StrEnum):
    """Whose step may be asked for."""

    APPLICANT = "applicant"
    FRONT_OFFICE = "front_office"
    BACK_OFFICE = "back_office"
    LICENSING_OFFICIAL = "licensing_official"
    HEAD = "head"
    AGENCY_OFFICER = "agency_officer"


_STEPS: dict[Awaited, tuple[Status, ...]] = {
    Awaited.APPLICANT: (Status.RETURNED, Status.VALIDATED),
    Awaited.FRONT_OFFICE: (Status.SUBMITTED,),
    Awaited.BACK_OFFICE: (Status.VERIFIED, Status.SIGNED),
    Awaited.LICENSING_OFFICIAL: (Status.VERIFIED,),
    Awaited.HEAD: (Status.VALIDATED,),
    Awaited.AGENCY_OFFICER: (Status.VERIFIED,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListApplications:
    """What was asked for; `mine` is what waits for the caller's own step."""

    caller: Caller
    limit: int
    order: Order = Order.NEWEST
    after: Position | None = None
    status: Status | None = None
    service_code: str | None = None
    channel: Channel | None = None
    text: str | None = None
    mine: bool = False
    awaiting: Awaited | None = None
    agency: str | None = None
    assigned_to: str | None = None
    due_before: date | None = None
    submitted_before: datetime | None = None
    is_overdue: bool = False
    is_answer_overdue: bool = False

    @property
    def effective_order(self) -> Order:
        """By the submission where the list is cut by it: that is the index it is read by."""
        if self.order is Order.NEWEST and self.submitted_before is not None:
            return Order.LATEST
        return self.order

    @property
    def is_about_work(self) -> bool:
        """Whether only what is open can be meant."""
        by_time = (self.due_before, self.submitted_before)
        return self.is_overdue or self.order is not Order.NEWEST or any(by_time)


async def list_applications(asked: ListApplications, ports: Ports) -> list[ApplicationRow]:
    """One more than the limit; staff see their office, an agency what was routed to it, an
    applicant their own. Raises InvalidRequest where age or due day is asked of what is over."""
    query = _bound(asked, ports.clock.now())
    if query is None:
        return []
    async with ports.read(asked.caller) as reading:
        return await reading.applications.page(query)


def _bound(asked: ListApplications, now: datetime) -> ApplicationQuery | None:
    """None when nothing can be meant: a status in which nobody waits for the one asked for."""
    caller = asked.caller
    query = ApplicationQuery(
        limit=asked.limit,
        order=asked.effective_order,
        after=asked.after,
        service_code=asked.service_code,
        channel=asked.channel,
        text=asked.text or None,
        due_before=asked.due_before,
        submitted_before=asked.submitted_before,
        is_overdue=asked.is_overdue,
        is_answer_overdue=asked.is_answer_overdue,
        statuses=(asked.status,) if asked.status else (),
        now=now,
    )
    if not caller.is_staff and not caller.has(Role.PROVINCE):
        if asked.awaiting or asked.agency or asked.assigned_to:
            raise Forbidden
        return replace(query, owner=caller.actor)
    statuses = _statuses(asked)
    if statuses is None:
        return None
    query = replace(query, offices=caller.offices, statuses=statuses, turn=_turn(asked.awaiting))
    return _assigned(_of_agency(query, asked), asked)


def _statuses(asked: ListApplications) -> tuple[Status, ...] | None:
    """Those of every condition; None when there is none in common."""
    sets: list[tuple[Status, ...]] = []
    if asked.status is not None:
        if asked.is_about_work and asked.status not in OPEN:
            raise InvalidRequest(pointers=(("/query/status", "not_open"),))
        sets.append((asked.status,))
    if asked.awaiting is not None:
        sets.append(_STEPS[asked.awaiting])
    if asked.mine and (own := _own_steps(asked.caller)):
        sets.append(own)
    if not sets:
        return OPEN if asked.is_about_work else ()
    common = set(sets[0]).intersection(*sets[1:])
    return tuple(one for one in Status if one in common) or None


def _own_steps(caller: Caller) -> tuple[Status, ...]:
    roles = {role.value for role in caller.roles}
    return tuple(
        status for role, found in _STEPS.items() if role.value in roles for status in found
    )


def _turn(awaiting: Awaited | None) -> Turn | None:
    match awaiting:
        case None:
            return None
        case Awaited.APPLICANT:
            return Turn.APPLICANT
        case Awaited.AGENCY_OFFICER:
            return Turn.AGENCY
        case _:
            return Turn.OFFICER


def _of_agency(query: ApplicationQuery, asked: ListApplications) -> ApplicationQuery:
    """An agency's officers see what was routed to it, whatever they ask for."""
    caller = asked.caller
    is_bound = caller.roles <= {Role.AGENCY_OFFICER}
    agency = (caller.agency or "") if is_bound else asked.agency
    if agency is None:
        return query
    if is_bound and asked.agency not in (None, agency):
        raise Forbidden
    waits = (asked.mine and is_bound) or asked.awaiting is Awaited.AGENCY_OFFICER
    state = RecommendationState.ASKED if waits else None
    # That this agency was asked says more than that one was.
    turn = None if query.turn is Turn.AGENCY else query.turn
    return replace(query, agency=agency, agency_state=state, turn=turn)


def _assigned(query: ApplicationQuery, asked: ListApplications) -> ApplicationQuery:
    match asked.assigned_to:
        case None:
            return query
        case "nobody":
            return replace(query, holding=Holding(name=None, agency=query.agency or ""))
        case "me":
            caller = asked.caller
            return replace(query, holding=Holding(name=caller.username or caller.actor))
        case name:
            return replace(query, holding=Holding(name=name))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeWork:
    """What waits in one office, as of `now`."""

    office_code: str
    now: datetime
    counts: tuple[StepCount, ...]


async def summarise_inbox(
    caller: Caller, ports: Ports, *, office_code: str | None = None
) -> list[OfficeWork]:
    """For each office of the caller, or the one asked for; raises NotFound for another's."""
    caller.require(*(STAFF - {Role.AGENCY_OFFICER}), Role.PROVINCE)
    if office_code is not None and not caller.sees(office_code):
        raise NotFound
    wanted = caller.offices if office_code is None else (office_code,)
    found: list[OfficeWork] = []
    async with ports.read(caller) as reading:
        for code in wanted:
            office = await reading.offices.get(code)
            if office is None:
                continue
            today = local_date(reading.now, office.zone)
            counts = await reading.applications.waiting(
                code, today=today, now=reading.now, bound=COUNT_BOUND
            )
            found.append(OfficeWork(office_code=code, now=reading.now, counts=tuple(counts)))
    return found
