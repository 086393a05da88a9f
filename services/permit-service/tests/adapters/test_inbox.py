"""Lists of applications in memory and on PostgreSQL: what they hold, and in which order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permit_service.application.listing import (
    OPEN,
    ApplicationQuery,
    ApplicationRow,
    Holding,
    Order,
    Position,
    Turn,
)
from permit_service.domain.application import Application
from permit_service.domain.recommendation import Recommendation, RecommendationState
from permit_service.domain.service import Channel, Mode
from permit_service.domain.service_clock import moved
from permit_service.domain.step_claim import OfficerStep, StepClaim, Task, asked_of
from permit_service.domain.steps import Status
from permit_service.domain.survey import SurveyFact
from permit_service.testing.facts import OFFICE
from shared.calendar.clock_moves import ClockMove
from shared.ids import new_id

from .stores import NOW, OWNER, STRANGER, SYSTEM, Desk, added, draft

DAY = timedelta(days=1)
# It is noon of the fifteenth in Jayapura.
TODAY = date(2026, 6, 15)


def query(**changes: Any) -> ApplicationQuery:
    return ApplicationQuery(**{"limit": 50, "offices": (OFFICE,), "now": NOW} | changes)


async def page(desk: Desk, **changes: Any) -> list[ApplicationRow]:
    async with desk.read(SYSTEM) as reading:
        return await reading.applications.page(query(**changes))


async def open_one(desk: Desk, **changes: Any) -> Application:
    """An application that was handed in, with what a test wants changed."""
    stamps = {name: changes.pop(name) for name in ("submitted_at",) if name in changes}
    before = draft(**{"status": Status.SUBMITTED, "receipt_number": str(new_id())} | changes)
    return await added(desk, replace(before, stamps=replace(before.stamps, **stamps)))


async def asked(desk: Desk, application: Application, *agencies: str) -> Application:
    advice = tuple(
        Recommendation(agency=one, state=RecommendationState.ASKED, asked_at=NOW)
        for one in agencies
    )
    async with desk.begin(SYSTEM) as work:
        return await work.applications.save(
            replace(application, recommendations=advice), before=application
        )


def claim(application: Application, task: Task, **changes: Any) -> StepClaim:
    values: dict[str, Any] = {
        "id": new_id(),
        "application_id": application.id,
        "office_code": application.office_code,
        "task": task,
        "holder": "an account",
        "holder_name": "loket.satu",
        "claimed_at": NOW,
        "expires_at": NOW + DAY,
    }
    return StepClaim(**values | changes)


async def hold(desk: Desk, held: StepClaim) -> StepClaim:
    async with desk.begin(SYSTEM) as work:
        await work.claims.add(held)
    return held


async def test_pages_are_newest_first_and_one_longer_than_asked(desk: Desk) -> None:
    submitted = [await open_one(desk) for _ in range(5)]

    found = await page(desk, limit=2)

    assert [one.id for one in found] == [one.id for one in reversed(submitted)][:3]


_KEYS: dict[Order, Callable[[Application], Any]] = {
    Order.NEWEST: lambda one: one.id,
    Order.LATEST: lambda one: (one.stamps.submitted_at.isoformat(), one.id),
    Order.OLDEST: lambda one: (one.stamps.submitted_at.isoformat(), one.id),
    Order.DUE: lambda one: (one.due_on or date.max, one.id),
}


@pytest.mark.parametrize("limit", [1, 3])
@pytest.mark.parametrize("order", list(Order))
async def test_walking_page_by_page_shows_each_row_once_and_in_order(
    desk: Desk, order: Order, limit: int
) -> None:
    days = [TODAY, None, TODAY, TODAY + DAY, None, TODAY - DAY, TODAY, None]
    statuses = [Status.SUBMITTED, Status.VERIFIED, Status.VALIDATED, Status.SUBMITTED]
    kept = [
        await open_one(
            desk,
            due_on=day,
            submitted_at=NOW - (place % 3) * DAY,
            status=statuses[place % len(statuses)],
        )
        for place, day in enumerate(days)
    ]
    seen: list[UUID] = []
    after: Position | None = None
    for _ in range(len(kept) + 1):
        rows = await page(desk, order=order, limit=limit, after=after, statuses=OPEN)
        seen += [one.id for one in rows[:limit]]
        if len(rows) <= limit:
            break
        last = rows[limit - 1]
        after = Position(id=last.id, value=order.value_of(last))

    expected = sorted(kept, key=_KEYS[order], reverse=order in (Order.NEWEST, Order.LATEST))
    assert seen == [one.id for one in expected]


@pytest.mark.parametrize(
    ("changes", "is_found"),
    [
        ({"statuses": (Status.SUBMITTED,)}, True),
        ({"statuses": (Status.VERIFIED,)}, False),
        ({"statuses": (Status.SUBMITTED, Status.VERIFIED)}, True),
        ({"statuses": (Status.VALIDATED, Status.DELIVERED)}, False),
        ({"service_code": "REKLAME"}, True),
        ({"service_code": "PBG"}, False),
        ({"channel": Channel.SICANTIK}, True),
        ({"channel": Channel.OSS}, False),
        ({"text": "toko"}, True),
        ({"text": "TOKO CON"}, True),
        ({"text": "contoh"}, False),
        ({"text": "to%o"}, False),
        ({"text": "8102-aaaa"}, True),
        ({"text": "REF-1"}, True),
        ({"text": "toko", "order": Order.DUE, "statuses": OPEN}, True),
        ({"owner": OWNER.actor, "offices": ()}, True),
        ({"owner": OWNER.actor, "offices": (), "order": Order.DUE}, True),
        ({"owner": OWNER.actor, "offices": (), "text": "toko"}, True),
        ({"owner": STRANGER.actor, "offices": ()}, False),
        ({"offices": ("62.02",)}, False),
        ({"offices": (OFFICE, "62.02")}, True),
        ({"agency": "bapenda"}, True),
        ({"agency": "bapenda", "agency_state": RecommendationState.ASKED}, True),
        ({"agency": "bapenda", "agency_state": RecommendationState.APPROVED}, False),
        ({"agency": "bapenda", "order": Order.OLDEST, "statuses": OPEN}, True),
        ({"agency": "dinkes"}, False),
        ({"due_before": TODAY}, False),
        ({"due_before": TODAY + DAY}, True),
        ({"submitted_before": NOW}, False),
        ({"submitted_before": NOW + DAY}, True),
        ({"is_overdue": True}, False),
        ({"is_overdue": True, "now": NOW + DAY}, True),
        ({"is_overdue": True, "now": NOW + DAY, "agency": "bapenda"}, True),
    ],
)
async def test_a_list_holds_what_was_asked_for(
    desk: Desk, changes: dict[str, Any], is_found: bool
) -> None:
    before = await open_one(
        desk,
        receipt_number="8102-AAAA",
        submitted_at=NOW,
        due_on=TODAY,
        clock=moved((), ClockMove.STARTED, at=NOW),
    )
    await asked(desk, before, "bapenda")

    rows = await page(desk, **changes)

    assert [one.id for one in rows] == ([before.id] if is_found else [])


async def test_a_clock_that_stands_still_is_not_late(desk: Desk) -> None:
    started = moved((), ClockMove.STARTED, at=NOW)
    paused = moved(started, ClockMove.PAUSED, at=NOW)
    late = await open_one(desk, due_on=TODAY - DAY, clock=started)
    await open_one(desk, due_on=TODAY - DAY, clock=paused, status=Status.VALIDATED)
    await open_one(desk, due_on=TODAY - DAY, clock=paused, status=Status.RETURNED)

    rows = await page(desk, is_overdue=True, statuses=OPEN)

    assert [one.id for one in rows] == [late.id]


async def test_whose_turn_it_is_tells_what_is_missing(desk: Desk) -> None:
    waits = await asked(desk, await open_one(desk, status=Status.VERIFIED), "bapenda")
    ready = await open_one(desk, status=Status.VERIFIED)
    unanswered = await open_one(desk, status=Status.VALIDATED)
    answered = await open_one(desk, status=Status.VALIDATED)
    returned = await open_one(desk, status=Status.RETURNED)
    fact = SurveyFact(application_id=answered.id, completed_at=NOW)
    async with desk.begin(SYSTEM) as work:
        await work.surveys.record([fact], office_code=OFFICE)
    statuses = (Status.VERIFIED, Status.VALIDATED, Status.RETURNED)

    found = {
        turn: {one.id for one in await page(desk, turn=turn, statuses=statuses)} for turn in Turn
    }

    assert found == {
        Turn.OFFICER: {ready.id, answered.id, returned.id},
        Turn.AGENCY: {waits.id},
        Turn.APPLICANT: {returned.id, unanswered.id},
    }


async def test_a_row_says_who_holds_it_and_what_it_waits_for(desk: Desk) -> None:
    verified = await asked(desk, await open_one(desk, status=Status.VERIFIED), "dinas-putr")
    held = await hold(desk, claim(verified, Task(step=OfficerStep.VALIDATION)))

    (row,) = await page(desk)

    assert row.asked == ("dinas-putr",)
    assert row.claims == (held,)
    assert row.awaits_survey


async def test_what_somebody_holds_is_found_by_name_and_is_nobodys_no_more(desk: Desk) -> None:
    free, taken = await open_one(desk), await open_one(desk)
    expired = await open_one(desk)
    task = Task(step=OfficerStep.VERIFICATION)
    await hold(desk, claim(taken, task))
    await hold(desk, claim(expired, task, expires_at=NOW))

    mine = await page(desk, holding=Holding(name="loket.satu"))
    others = await page(desk, holding=Holding(name="loket.dua"))
    nobodys = await page(desk, holding=Holding(name=None))

    assert [one.id for one in mine] == [taken.id]
    assert others == []
    assert {one.id for one in nobodys} == {free.id, expired.id}


async def test_who_holds_two_steps_of_an_application_sees_it_once(desk: Desk) -> None:
    one = await open_one(desk, status=Status.VERIFIED)
    other = await open_one(desk, status=Status.VERIFIED)
    for task in (Task(step=OfficerStep.VALIDATION), asked_of("bapenda")):
        await hold(desk, claim(one, task))
    await hold(desk, claim(other, Task(step=OfficerStep.VALIDATION)))

    mine = await page(desk, holding=Holding(name="loket.satu"), limit=2)

    assert [row.id for row in mine] == [other.id, one.id]


async def test_an_agencys_claim_leaves_the_other_agency_and_the_office_free(desk: Desk) -> None:
    verified = await asked(
        desk, await open_one(desk, status=Status.VERIFIED), "bapenda", "dinas-putr"
    )
    await hold(desk, claim(verified, asked_of("bapenda")))
    nobodys = Holding(name=None)

    assert await page(desk, holding=nobodys)
    assert await page(desk, agency="dinas-putr", holding=replace(nobodys, agency="dinas-putr"))
    assert not await page(desk, agency="bapenda", holding=replace(nobodys, agency="bapenda"))


async def test_an_applicants_own_draft_is_in_no_inbox_of_the_office(desk: Desk) -> None:
    await added(desk, draft())
    assisted = await added(desk, draft(mode=Mode.ASSISTED, assisted_by="officer", owner=None))

    assert [one.id for one in await page(desk)] == [assisted.id]


async def test_what_waits_is_counted_up_to_a_bound(desk: Desk) -> None:
    started = moved((), ClockMove.STARTED, at=NOW)
    late = await open_one(desk, due_on=TODAY - DAY, clock=started)
    for _ in range(2):
        await open_one(desk, due_on=TODAY, clock=started)
    await open_one(desk, status=Status.VERIFIED)
    await open_one(desk, status=Status.WITHDRAWN)
    await hold(desk, claim(late, Task(step=OfficerStep.VERIFICATION)))

    async def counted(bound: int) -> dict[Status, tuple[int, int, int]]:
        async with desk.read(SYSTEM) as reading:
            counts = await reading.applications.waiting(OFFICE, today=TODAY, now=NOW, bound=bound)
        return {one.status: (one.waiting, one.overdue, one.held) for one in counts}

    nothing = dict.fromkeys(OPEN, (0, 0, 0))
    assert await counted(100) == nothing | {
        Status.SUBMITTED: (3, 1, 1),
        Status.VERIFIED: (1, 0, 0),
    }
    assert (await counted(2))[Status.SUBMITTED][0] == 2
