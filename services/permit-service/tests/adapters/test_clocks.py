"""What the timers of the legal clock and recomputations stand on, in memory and on PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from permit_service.domain.application import Application
from permit_service.domain.clock_rule import ClockRule, ClockRuleExists
from permit_service.domain.recommendation import Recommendation, RecommendationState
from permit_service.domain.recomputation import (
    Phase,
    Recomputation,
    RecomputationAtWork,
    RecomputationLine,
)
from permit_service.domain.service_clock import moved
from permit_service.domain.service_time import ServiceTime
from permit_service.domain.steps import Status
from permit_service.testing.facts import OFFICE
from shared.calendar.clock_moves import ClockMove
from shared.errors import NotFound
from shared.ids import new_id

from .stores import FOREIGN, NOW, OFFICE_81, SYSTEM, Desk, added, draft, found

DUE = date(2026, 6, 22)
RUNNING = moved((), ClockMove.STARTED, at=NOW)
PAUSED = moved(RUNNING, ClockMove.PAUSED, at=NOW)
HOUR = timedelta(hours=1)


async def running(desk: Desk, **changes: object) -> Application:
    values = {
        "status": Status.SUBMITTED,
        "receipt_number": str(new_id()),
        "clock": RUNNING,
        "due_on": DUE,
        "service_time": ServiceTime(calendar_version="a", due_at=NOW),
    }
    return await added(desk, draft(**values | changes))


async def test_what_is_overdue_and_not_told_is_found_longest_first(desk: Desk) -> None:
    late = await running(desk, service_time=ServiceTime(due_at=NOW - HOUR))
    latest = await running(desk, service_time=ServiceTime(due_at=NOW - 2 * HOUR))
    unwritten = await running(desk, service_time=ServiceTime())
    await running(desk, service_time=ServiceTime(due_at=NOW - HOUR, exceeded_on=DUE))
    await running(desk, service_time=ServiceTime(due_at=NOW - HOUR), clock=PAUSED)
    await running(desk, service_time=ServiceTime(due_at=NOW + HOUR))

    async with desk.begin(SYSTEM) as work:
        assert await work.running.overdue(OFFICE, at=NOW, limit=9) == [
            unwritten.id,
            latest.id,
            late.id,
        ]
        assert await work.running.overdue(OFFICE, at=NOW, limit=1) == [unwritten.id]
    async with desk.begin(FOREIGN) as work:
        assert await work.running.overdue(OFFICE, at=NOW, limit=9) == []


async def test_what_ends_soon_is_found_unless_it_was_told(desk: Desk) -> None:
    soon = await running(desk)
    await running(desk, due_on=DUE + timedelta(days=1))
    await running(desk, service_time=ServiceTime(due_at=NOW, warned_on=DUE))
    await running(desk, clock=PAUSED)

    async with desk.begin(SYSTEM) as work:
        assert await work.running.ending(OFFICE, until=DUE, limit=9) == [soon.id]
        told = replace(soon, service_time=replace(soon.service_time, warned_on=DUE))
        await work.applications.save_clocks([told])
    async with desk.begin(SYSTEM) as work:
        assert await work.running.ending(OFFICE, until=DUE, limit=9) == []


async def test_a_mark_alone_does_not_move_the_version_and_a_date_does(desk: Desk) -> None:
    before = await running(desk, service_time=ServiceTime(due_at=NOW))
    marked = replace(before, service_time=replace(before.service_time, exceeded_on=DUE))
    async with desk.begin(SYSTEM) as work:
        await work.applications.save_clocks([marked])
        (kept,) = await work.applications.hold([before.id])
        assert (kept.version, kept.service_time.exceeded_on) == (before.version, DUE)
        await work.applications.save_clocks([replace(kept, due_on=DUE + timedelta(days=1))])
        (moved_on,) = await work.applications.hold([before.id])
        assert moved_on.version == before.version + 1


async def test_an_office_has_one_rule_from_a_day_on(desk: Desk) -> None:
    first = ClockRule(effective_from=DUE, warn_before=2, source="SK", verified=True)
    second = replace(first, effective_from=DUE - timedelta(days=9), warn_before=1)
    async with desk.begin(SYSTEM) as work:
        for rule in (first, second):
            await work.clock_rules.add(OFFICE, rule, by="admin", at=NOW)
        assert await work.clock_rules.of(OFFICE) == [second, first]
    with pytest.raises(ClockRuleExists):
        async with desk.begin(SYSTEM) as work:
            await work.clock_rules.add(OFFICE, first, by="admin", at=NOW)
    async with desk.read(FOREIGN) as reading:
        assert await reading.clock_rules.of(OFFICE) == []


def asked(agency: str, **changes: object) -> Recommendation:
    one = Recommendation(
        agency=agency,
        state=RecommendationState.ASKED,
        asked_at=NOW,
        due_on=DUE,
        remind_on=DUE - timedelta(days=1),
    )
    return replace(one, **changes)  # type: ignore[arg-type]


async def test_agencies_are_reminded_once_and_their_times_are_counted(desk: Desk) -> None:
    answered = asked(
        "dinkes",
        state=RecommendationState.APPROVED,
        given_at=NOW + timedelta(days=30),
        given_by="officer",
    )
    before = await running(desk, status=Status.VERIFIED, service_time=ServiceTime(due_at=NOW))
    async with desk.begin(SYSTEM) as work:
        advised = replace(before, recommendations=(asked("bapenda"), answered))
        await work.applications.save(advised, before=before)

    async with desk.begin(SYSTEM) as work:
        requests = await work.agency_requests.due(OFFICE, on=DUE, limit=9)
        assert [(one.agency, one.status, one.due_on) for one in requests] == [
            ("bapenda", Status.VERIFIED, DUE)
        ]
        assert await work.agency_requests.due(OFFICE, on=DUE - timedelta(days=2), limit=9) == []
        await work.agency_requests.reminded(requests, at=NOW)
    async with desk.begin(SYSTEM) as work:
        assert await work.agency_requests.due(OFFICE, on=DUE, limit=9) == []
        times = await work.agency_requests.times(
            OFFICE_81, since=NOW, until=NOW + HOUR, today=DUE + timedelta(days=1)
        )
        assert [(one.agency, one.asked, one.answered, one.late, one.overdue) for one in times] == [
            ("bapenda", 1, 0, 0, 1),
            ("dinkes", 1, 1, 1, 0),
        ]
    (kept,) = [
        one for one in (await found(desk, before.id)).recommendations if one.agency == "bapenda"
    ]
    assert kept.reminded_at == NOW


def recomputation(**changes: object) -> Recomputation:
    values = {
        "id": new_id(),
        "office_code": OFFICE,
        "calendar_version": "b",
        "dry_run": False,
        "asked_by": "admin",
        "asked_at": NOW,
    }
    return Recomputation(**values | changes)  # type: ignore[arg-type]


async def test_an_office_has_one_unfinished_recomputation(desk: Desk) -> None:
    one = recomputation()
    async with desk.begin(SYSTEM) as work:
        await work.recomputations.add(one)
    with pytest.raises(RecomputationAtWork):
        async with desk.begin(SYSTEM) as work:
            await work.recomputations.add(recomputation())
    async with desk.begin(SYSTEM) as work:
        assert await work.recomputations.take(OFFICE) == one
        done = replace(one, phase=Phase.SUCCEEDED, finished_at=NOW, examined=3)
        await work.recomputations.save(done)
    async with desk.begin(SYSTEM) as work:
        assert await work.recomputations.take(OFFICE) is None
        assert await work.recomputations.get(one.id) == done
        await work.recomputations.add(recomputation())
    async with desk.read(FOREIGN) as reading:
        with pytest.raises(NotFound):
            await reading.recomputations.get(one.id)


async def test_open_applications_of_another_calendar_are_affected(desk: Desk) -> None:
    first, second = [await running(desk) for _ in range(2)]
    await running(desk, service_time=ServiceTime(calendar_version="b", due_at=NOW))
    await added(desk, draft())
    one = recomputation()
    async with desk.begin(SYSTEM) as work:
        assert await work.recomputations.affected(one, after=None, limit=9) == [
            first.id,
            second.id,
        ]
        assert await work.recomputations.affected(one, after=first.id, limit=9) == [second.id]
        assert await work.recomputations.affected(one, after=None, limit=1) == [first.id]


async def test_lines_are_pages_and_the_ledger_knows_what_was_carried_out(desk: Desk) -> None:
    ids = sorted([(await running(desk)).id for _ in range(2)])
    one = recomputation()
    lines = [
        RecomputationLine(
            application_id=application_id,
            calendar_before="a",
            due_before=DUE,
            due_after=DUE + timedelta(days=1),
        )
        for application_id in ids
    ]
    async with desk.begin(SYSTEM) as work:
        await work.recomputations.add(one)
        await work.recomputations.save_lines(one, lines)
        assert await work.recomputations.of_application(ids[0]) == []
        done = replace(lines[0], carried_out_at=NOW)
        await work.recomputations.save_lines(one, [done])
    async with desk.read(SYSTEM) as reading:
        assert await reading.recomputations.lines(one.id, after=None, limit=9) == [done, lines[1]]
        assert await reading.recomputations.lines(one.id, after=ids[0], limit=9) == [lines[1]]
        (carried,) = await reading.recomputations.of_application(ids[0])
        assert (carried.line, carried.calendar_version) == (done, "b")
    async with desk.read(FOREIGN) as reading:
        assert await reading.recomputations.lines(one.id, after=None, limit=9) == []
