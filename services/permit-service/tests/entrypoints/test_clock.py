"""The legal clock through the REST API: officers' moves, their reasons, and what stays."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.clock_answers import ClockReasonsPage, LedgerAnswer
from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE, office_changed
from permit_service.testing.service import Listener
from shared.contracts.gateway import CalendarChangedV1, CalendarDay
from shared.database.engine import Database
from shared.testing.clock import FixedClock

from .problems import SECRET, is_problem
from .test_reactions import told

DAY = timedelta(days=1)


def holiday(day: str, *, version: int = 1) -> CalendarChangedV1:
    """The office's own day off."""
    off = CalendarDay.model_validate({"day": day, "name": "HUT Kabupaten", "is_working": False})
    return CalendarChangedV1(
        office_code=OFFICE,
        office_id=office_changed().office_id,
        year=int(day[:4]),
        calendar_version=version,
        days=(off,),
    )


async def moved(
    counter: Counter,
    application: dict[str, Any],
    move: str,
    reason: str,
    *,
    role: str = "front_office",
    notes: str = "Mohon konfirmasi ukuran.",
) -> httpx.Response:
    body = {"reason": reason, "notes": notes}
    path = f"/{application['id']}/clock/{move}"
    return await counter.post(path, body, who=counter.as_(role))


async def ledger(
    http: httpx.AsyncClient, counter: Counter, application: dict[str, Any]
) -> dict[str, Any]:
    answer = await http.get(
        f"/v1/applications/{application['id']}/clock", headers=counter.as_("applicant")
    )
    assert answer.status_code == 200, answer.text
    LedgerAnswer.model_validate_json(answer.content)
    body: dict[str, Any] = answer.json()
    return body


async def test_a_pause_of_an_officer_costs_the_office_no_day_and_says_why(
    counter: Counter, http: httpx.AsyncClient, clock: FixedClock, database: Database
) -> None:
    application = await counter.submitted()
    clock.move(DAY)
    paused = await moved(counter, application, "pause", "requirement_confirmation")
    clock.move(3 * DAY)
    resumed = await moved(counter, application, "resume", "confirmation_received")
    clock.move(4 * DAY)

    ApplicationAnswer.model_validate_json(paused.content)
    assert paused.json()["clock"]["state"] == "paused"
    assert (application["clock"]["due_on"], resumed.json()["clock"]["due_on"]) == (
        "2026-06-23",
        "2026-06-26",
    )
    body = await ledger(http, counter, application)
    waited = {one["on"]: (one["entry"], one["note"]) for one in body["ledger"]}
    assert waited["2026-06-16"][0] == "holiday"
    assert waited["2026-06-17"] == ("paused", "requirement_confirmation")
    assert waited["2026-06-18"] == ("paused", "requirement_confirmation")
    assert [(one["move"], one["reason"], bool(one["notes"])) for one in body["moves"]] == [
        ("started", None, False),
        ("paused", "requirement_confirmation", True),
        ("resumed", "confirmation_received", True),
    ]
    types = await told(database)
    assert types.count("permit.clock_paused") == types.count("permit.clock_resumed") == 1


async def test_a_re_confirmation_puts_the_clock_back_to_zero_until_it_is_answered(
    counter: Counter, http: httpx.AsyncClient, clock: FixedClock, database: Database
) -> None:
    application = await counter.verified()
    clock.move(2 * DAY)
    reset = await moved(counter, application, "reset", "re_confirmation", role="back_office")
    clock.move(7 * DAY)
    restarted = await moved(
        counter, application, "restart", "re_confirmation_received", role="back_office"
    )
    clock.move(DAY)

    assert (reset.json()["clock"]["state"], reset.json()["clock"]["counted"]) == ("paused", 0)
    assert restarted.json()["clock"]["due_on"] == "2026-07-01"
    body = await ledger(http, counter, application)
    by_day = {one["on"]: one for one in body["ledger"]}
    assert by_day["2026-06-17"]["entry"] == "reset"
    assert by_day["2026-06-17"]["note"] == "re_confirmation"
    assert body["counted"] == body["ledger"][-1]["total"] == 1
    assert {"permit.clock_reset", "permit.clock_restarted"} <= set(await told(database))


async def test_a_returned_application_that_was_reset_starts_from_zero_with_the_answer(
    counter: Counter, clock: FixedClock
) -> None:
    application = await counter.submitted()
    clock.move(3 * DAY)
    returned = {"outcome": "returned", "corrections": [{"requirement_no": 1, "question": "Tahun?"}]}
    await counter.post(
        f"/{application['id']}/verification", returned, who=counter.as_("front_office")
    )
    resumed = await moved(counter, application, "resume", "confirmation_received")
    reset = await moved(counter, application, "reset", "re_confirmation")
    clock.move(4 * DAY)
    await counter.upload(application["id"], 1)
    again = await counter.post(f"/{application['id']}/resubmission", who=counter.as_("applicant"))

    is_problem(resumed, 409, "transition_not_allowed")
    assert reset.status_code == 200
    clock_after = again.json()["clock"]
    assert (clock_after["state"], clock_after["counted"]) == ("running", 0)
    assert clock_after["due_on"] == "2026-06-29"


async def test_work_on_an_application_ends_the_pause_of_an_officer(
    counter: Counter, clock: FixedClock
) -> None:
    application = await counter.submitted()
    await moved(counter, application, "pause", "requirement_confirmation")
    clock.move(DAY)

    verified = await counter.post(
        f"/{application['id']}/verification",
        {"outcome": "complete"},
        who=counter.as_("front_office"),
    )

    assert verified.json()["clock"]["state"] == "running"


async def test_no_officer_hides_an_excess(counter: Counter, clock: FixedClock) -> None:
    application = await counter.submitted()
    clock.move(10 * DAY)

    pause = await moved(counter, application, "pause", "requirement_confirmation", notes=SECRET)
    reset = await moved(counter, application, "reset", "re_confirmation", notes=SECRET)

    is_problem(pause, 422, "rule_broken")
    is_problem(reset, 422, "rule_broken")
    assert pause.json()["rule"] == "service_time_exceeded"
    body = await counter.read(application["id"], who=counter.as_("front_office"))
    assert (body["clock"]["state"], body["clock"]["is_exceeded"]) == ("overdue", True)
    assert not [one for one in body["actions"] if one.startswith("clock/")]


@pytest.mark.parametrize(
    ("role", "move", "reason", "status", "code"),
    [
        ("back_office", "pause", "requirement_confirmation", 403, "forbidden"),
        ("applicant", "pause", "requirement_confirmation", 403, "forbidden"),
        ("head", "reset", "re_confirmation", 403, "forbidden"),
        ("front_office", "pause", "national_system_outage", 422, "rule_broken"),
        ("front_office", "pause", "re_confirmation", 422, "rule_broken"),
        ("front_office", "resume", "confirmation_received", 409, "clock_move_not_allowed"),
        ("front_office", "restart", "re_confirmation_received", 409, "clock_move_not_allowed"),
        ("front_office", "pause", "because", 422, "invalid_request"),
        ("front_office", "stop", "re_confirmation", 422, "invalid_request"),
    ],
)
async def test_no_move_without_a_rule_and_a_right(
    counter: Counter, role: str, move: str, reason: str, status: int, code: str
) -> None:
    application = await counter.submitted()

    answer = await moved(counter, application, move, reason, role=role, notes=SECRET)

    is_problem(answer, status, code)
    after = await counter.read(application["id"])
    assert (after["version"], after["clock"]["state"]) == (application["version"], "running")


async def test_the_reasons_say_their_rule_and_whether_it_was_verified(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    answer = await http.get("/v1/clock-reasons", headers=counter.as_("front_office"))

    ClockReasonsPage.model_validate_json(answer.content)
    found = {one["code"]: one for one in answer.json()["items"]}
    assert found["re_confirmation"]["verified"]
    assert not found["retribution_payment"]["verified"]
    assert found["national_system_outage"]["in_force_from"] is None


async def test_a_calendar_that_changes_moves_no_running_clock_and_counts_for_the_next(
    counter: Counter, http: httpx.AsyncClient, listener: Listener, clock: FixedClock
) -> None:
    running = await counter.submitted()
    before = await ledger(http, counter, running)

    await listener.tell(holiday("2026-06-18"))
    clock.move(DAY)
    later = await counter.submitted()
    paused = await moved(counter, running, "pause", "requirement_confirmation")
    resumed = await moved(counter, running, "resume", "confirmation_received")

    assert paused.status_code == resumed.status_code == 200
    assert resumed.json()["clock"]["due_on"] == running["clock"]["due_on"] == "2026-06-23"
    assert later["clock"]["due_on"] == "2026-06-24"
    after = await ledger(http, counter, running)
    assert after["calendar_version"] == before["calendar_version"]
    assert (await ledger(http, counter, later))["calendar_version"] != before["calendar_version"]
