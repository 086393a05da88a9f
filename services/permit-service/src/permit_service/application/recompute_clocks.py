"""An administrator has the dates of running clocks computed by the newest calendar; a timer does
it in bounded batches, of which each is one transaction with its mark, so that it can be broken off
anywhere and goes on where it was.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports, Work
from permit_service.application.recomputation_ports import CarriedOut
from permit_service.application.set_clock_rule import own_office
from permit_service.application.watch_service_times import BATCHES_PER_STEP, NAME
from permit_service.domain.application import Application
from permit_service.domain.recommendation import Recommendation, RecommendationState
from permit_service.domain.recommendation_rule import Terms
from permit_service.domain.recomputation import (
    CalendarMovedOn,
    LineCode,
    Phase,
    Recomputation,
    RecomputationLine,
)
from permit_service.domain.service_clock import standing
from shared.calendar.legal_clock import ClockState
from shared.calendar.working_days import WorkingCalendar
from shared.contracts.permit import ClockRecomputedV1
from shared.errors import NotFound
from shared.identity import Caller, Role, system_caller
from shared.messaging.once import Once

BATCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RecomputeClocks:
    """`calendar_version` is the calendar that the caller looked at, if it is to be that one."""

    caller: Caller
    dry_run: bool
    calendar_version: str | None = None
    once: Once | None = None


async def recompute_clocks(command: RecomputeClocks, ports: Ports) -> Recomputation:
    """Begins one for the caller's office. Raises CalendarMovedOn, RecomputationAtWork."""
    caller = command.caller
    caller.require(Role.ADMINISTRATOR)
    async with ports.begin(caller, once=command.once) as work:
        office = await work.offices.get(own_office(caller))
        if office is None:
            raise NotFound
        calendar = await work.offices.calendar(office)
        if command.calendar_version not in (None, calendar.version):
            raise CalendarMovedOn
        await work.offices.keep_calendar(calendar)
        begun = Recomputation(
            id=ports.new_id(),
            office_code=office.code,
            calendar_version=calendar.version,
            dry_run=command.dry_run,
            asked_by=caller.actor,
            asked_at=work.now,
        )
        await work.recomputations.add(begun)
        return work.answer(begun)


async def read_recomputation(recomputation_id: UUID, caller: Caller, ports: Ports) -> Recomputation:
    """Raises Forbidden, NotFound."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as reading:
        return await reading.recomputations.get(recomputation_id)


async def read_recomputation_lines(
    recomputation_id: UUID, caller: Caller, ports: Ports, *, after: UUID | None, limit: int
) -> list[RecomputationLine]:
    """The list of before and after, one more than the limit."""
    caller.require(Role.ADMINISTRATOR)
    async with ports.read(caller) as reading:
        found = await reading.recomputations.get(recomputation_id)
        return await reading.recomputations.lines(found.id, after=after, limit=limit + 1)


async def read_recomputations_of(dossier: Dossier, ports: Ports) -> list[CarriedOut]:
    """What was done to an application that the caller may read."""
    reader = system_caller(NAME, dossier.application.office_code)
    async with ports.read(reader) as reading:
        return await reading.recomputations.of_application(dossier.application.id)


async def go_on_with_recomputations(ports: Ports) -> int:
    """Takes the next batches of every office's unfinished one; returns how many were taken."""
    async with ports.read(system_caller(NAME)) as reading:
        offices = await reading.offices.all()
    taken = 0
    for office in offices:
        for _ in range(BATCHES_PER_STEP):
            if not await go_on_once(office.code, ports):
                break
            taken += 1
    return taken


async def go_on_once(office_code: str, ports: Ports) -> bool:
    """Takes the next batch of the office's unfinished one; False when there is none to take."""
    async with ports.begin(system_caller(NAME, office_code)) as work:
        found = await work.recomputations.take(office_code)
        if found is None:
            return False
        office = await work.offices.get(office_code)
        assert office is not None
        calendar = await work.offices.calendar(office, version=found.calendar_version)
        step = _list if found.phase is Phase.LISTING else _carry_out
        await work.recomputations.save(await step(found, calendar, work))
        return True


async def _list(found: Recomputation, calendar: WorkingCalendar, work: Work) -> Recomputation:
    affected = await work.recomputations.affected(found, after=found.after, limit=BATCH)
    lines = tuple([_line(await work.dossier(one), calendar) for one in affected])
    await work.recomputations.save_lines(found, lines)
    return found.listed(lines, is_last=len(affected) < BATCH, at=work.now)


async def _carry_out(found: Recomputation, calendar: WorkingCalendar, work: Work) -> Recomputation:
    listed = await work.recomputations.lines(found.id, after=found.after, limit=BATCH)
    lines = tuple([await _carried_out(one, found, calendar, work) for one in listed])
    await work.recomputations.save_lines(found, lines)
    return found.carried(lines, is_last=len(listed) < BATCH, at=work.now)


def _line(dossier: Dossier, calendar: WorkingCalendar) -> RecomputationLine:
    """What the new calendar makes of an application as it stands now."""
    application = dossier.application
    recounted = replace(dossier, calendar=calendar)
    reading = recounted.clock
    return RecomputationLine(
        application_id=application.id,
        calendar_before=application.service_time.calendar_version,
        due_before=application.due_on,
        due_after=reading.due_on if reading else None,
        code=None if reading else LineCode.CALENDAR_HOLE,
    )


async def _carried_out(
    listed: RecomputationLine, found: Recomputation, calendar: WorkingCalendar, work: Work
) -> RecomputationLine:
    """Decided anew on what the application is now: it may have moved since it was listed."""
    dossier = await work.dossier(listed.application_id)
    if standing(dossier.application.clock) is ClockState.STOPPED:
        return replace(listed, code=LineCode.CLOCK_STOPPED)
    line = _line(dossier, calendar)
    if line.code is not None:
        return line
    recounted = replace(dossier, calendar=calendar)
    after = recounted.dated(_with_terms(recounted))
    await work.applications.save(after, before=dossier.application)
    work.events.add(
        ClockRecomputedV1(
            office_code=found.office_code,
            application_id=after.id,
            service_code=after.service_code,
            recomputation_id=found.id,
            calendar_before=line.calendar_before,
            calendar_version=calendar.version,
            due_before=line.due_before,
            due_on=after.due_on,
            recomputed_at=work.now,
        )
    )
    return replace(line, carried_out_at=work.now)


def _with_terms(dossier: Dossier) -> Application:
    """The days of agencies that are asked, by the calendar of the dossier."""
    return replace(
        dossier.application,
        recommendations=tuple(
            _with_days(one, dossier) for one in dossier.application.recommendations
        ),
    )


def _with_days(one: Recommendation, dossier: Dossier) -> Recommendation:
    if one.state is not RecommendationState.ASKED:
        return one
    terms = dossier.terms(asked_at=one.asked_at).get(one.agency, Terms())
    return replace(one, due_on=terms.due_on, remind_on=terms.remind_on)
