"""A calendar changes: who runs is listed first, moved on command, in batches, once each."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from permit_service.application.recompute_clocks import go_on_once, go_on_with_recomputations
from permit_service.entrypoints.api.recomputation_answers import (
    RecomputationAnswer,
    RecomputationLinesPage,
)
from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE, office_changed
from permit_service.testing.service import Listener
from shared.contracts.gateway import CalendarChangedV1, CalendarDay
from shared.database.engine import Database
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

from .problems import is_problem
from .test_clock import holiday, ledger
from .test_reactions import SYSTEM, told

PATH = "/v1/clock-recomputations"


async def asked(counter: Counter, **body: Any) -> httpx.Response:
    return await counter.http.post(PATH, json=body, headers=counter.as_("administrator"))


async def read(counter: Counter, path: str) -> Any:
    answer = await counter.http.get(f"{PATH}/{path}", headers=counter.as_("administrator"))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def go_on(service: ServiceModule, *, workers: int = 1) -> None:
    ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    await asyncio.gather(*(go_on_with_recomputations(ports) for _ in range(workers)))
    await go_on_with_recomputations(ports)


async def test_what_a_calendar_changes_is_listed_first_and_moved_on_command(
    counter: Counter,
    service: ServiceModule,
    listener: Listener,
    database: Database,
    http: httpx.AsyncClient,
) -> None:
    first, second = [await counter.verified() for _ in range(2)]
    draft = await counter.draft()
    await listener.tell(holiday("2026-06-18"))
    later = await counter.submitted()

    dry = await asked(counter, dry_run=True)
    await go_on(service, workers=2)

    assert dry.status_code == 202
    RecomputationAnswer.model_validate_json(dry.content)
    looked = await read(counter, dry.json()["id"])
    assert (looked["state"], looked["result"]) == (
        "succeeded",
        {"rows": 2, "accepted": 0, "refused": 0},
    )
    page = await read(counter, f"{looked['id']}/lines?limit=1")
    RecomputationLinesPage.model_validate(page)
    rest = await read(counter, f"{looked['id']}/lines?cursor={page['next_cursor']}")
    lines = [*page["items"], *rest["items"]]
    assert [one["application_id"] for one in lines] == [first["id"], second["id"]]
    assert {(one["due_before"], one["due_after"]) for one in lines} == {
        ("2026-06-23", "2026-06-24")
    }
    untouched = await counter.read(first["id"])
    assert (untouched["clock"]["due_on"], untouched["version"]) == (
        "2026-06-23",
        first["version"],
    )

    real = await asked(counter, dry_run=False, calendar_version=looked["calendar_version"])
    await go_on(service, workers=2)
    done = await read(counter, real.json()["id"])

    assert (done["state"], done["result"]["accepted"], done["progress"]) == ("succeeded", 2, 1)
    for one in (first, second):
        body = await counter.read(one["id"])
        assert body["clock"]["due_on"] == "2026-06-24"
        assert {each["due_on"] for each in body["recommendations"]} == {"2026-06-24"}
    assert (await counter.read(later["id"]))["version"] == later["version"]
    assert (await counter.read(draft["id"]))["version"] == draft["version"]
    assert (await told(database)).count("permit.clock_recomputed") == 2
    explained = await ledger(http, counter, first)
    (change,) = explained["recomputations"]
    assert (change["due_before"], change["due_after"]) == ("2026-06-23", "2026-06-24")
    assert explained["calendar_version"] == done["calendar_version"]


async def test_one_that_is_broken_off_goes_on_where_it_was(
    counter: Counter, service: ServiceModule, listener: Listener, database: Database
) -> None:
    application = await counter.submitted()
    await listener.tell(holiday("2026-06-18"))
    await asked(counter, dry_run=False)
    again = await asked(counter, dry_run=True)
    ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    with pytest.raises(ConnectionError):
        async with ports.begin(SYSTEM) as work:
            assert await work.recomputations.take(OFFICE) is not None
            raise ConnectionError
    assert await go_on_once(OFFICE, ports)  # only listed
    await go_on(service)
    await go_on(service)

    is_problem(again, 409, "recomputation_at_work")
    assert (await counter.read(application["id"]))["clock"]["due_on"] == "2026-06-24"
    assert (await told(database)).count("permit.clock_recomputed") == 1


async def test_a_calendar_with_a_hole_moves_nothing_and_says_so(
    counter: Counter,
    service: ServiceModule,
    listener: Listener,
    database: Database,
    clock: FixedClock,
) -> None:
    clock.set(datetime(2027, 11, 1, tzinfo=UTC))
    early = await counter.submitted()
    clock.set(datetime(2027, 12, 19, tzinfo=UTC))
    application = await counter.submitted()
    off = [date(2027, 12, 20) + timedelta(days=number) for number in range(12)]
    days = tuple(
        CalendarDay.model_validate({"day": one, "name": "Libur", "is_working": False})
        for one in off
    )
    await listener.tell(
        CalendarChangedV1(
            office_code=OFFICE,
            office_id=office_changed().office_id,
            year=2027,
            calendar_version=1,
            days=days,
        )
    )

    real = await asked(counter, dry_run=False)
    await go_on(service)

    done = await read(counter, real.json()["id"])
    assert (done["state"], [one["code"] for one in done["errors"]]) == (
        "failed",
        ["calendar_hole"],
    )
    for one in (early, application):
        body = await counter.read(one["id"])
        assert body["clock"]["due_on"] == one["clock"]["due_on"]
        assert body["version"] == one["version"]
    assert "permit.clock_recomputed" not in await told(database)


async def test_nothing_moves_by_a_calendar_that_nobody_looked_at(
    counter: Counter, listener: Listener
) -> None:
    await counter.submitted()
    await listener.tell(holiday("2026-06-18"))

    is_problem(
        await asked(counter, dry_run=False, calendar_version="0" * 16), 409, "calendar_changed"
    )
    body = {"dry_run": True}
    for role in ("head", "applicant", "front_office"):
        refused = await counter.http.post(PATH, json=body, headers=counter.as_(role))
        is_problem(refused, 403, "forbidden")
    begun = await asked(counter, **body)
    foreign = counter.as_("administrator", office="62.02")
    missing = await counter.http.get(f"{PATH}/{begun.json()['id']}", headers=foreign)
    is_problem(missing, 404, "not_found")


async def test_an_application_that_was_finished_meanwhile_is_left_alone(
    counter: Counter, service: ServiceModule, listener: Listener, database: Database
) -> None:
    application = await counter.submitted()
    other = await counter.submitted()
    await listener.tell(holiday("2026-06-18"))
    real = await asked(counter, dry_run=False)
    ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    assert await go_on_once(OFFICE, ports)
    await counter.post(f"/{application['id']}/withdrawal", who=counter.as_("applicant"))
    await go_on(service)

    done = await read(counter, real.json()["id"])
    assert done["result"] == {"rows": 2, "accepted": 1, "refused": 1}
    codes = {
        one["application_id"]: one["code"]
        for one in (await read(counter, f"{done['id']}/lines"))["items"]
    }
    assert codes == {application["id"]: "clock_stopped", other["id"]: None}
    assert (await told(database)).count("permit.clock_recomputed") == 1
