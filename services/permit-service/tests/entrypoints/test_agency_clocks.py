"""Technical agencies in parallel, each with its own days: reminders, silence, late answers."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.application.remind_agencies import remind_agencies
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.clock_answers import AgencyTimesPage
from permit_service.testing.counter import AGENCIES, Counter
from shared.database.engine import Database
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

from .problems import is_problem
from .test_reactions import SYSTEM, told

DAY = timedelta(days=1)
SOP = {
    "state": "in_force",
    "number": "SOP-7/2026",
    "version": "2",
    "in_force_from": "2026-01-01",
}


async def offer(database: Database, **changes: Any) -> None:
    """A new version of the service, as the catalogue's administrator would make it."""
    entry = next(one for one in default_catalogue() if one["code"] == "REKLAME")
    async with database.begin(SYSTEM) as transaction:
        await transaction.fetch(
            "insert into service_version (office_code, code, version, content, recorded_at)"
            " values ('81.02', 'REKLAME', 2, $1, now())",
            json.dumps(entry | changes),
        )


def rule(on_silence: str) -> dict[str, Any]:
    return {
        "service_time": {"value": 2, "unit": "working_day"},
        "remind_before": 1,
        "on_silence": on_silence,
        "source": "SOP contoh",
        "verified": False,
    }


async def remind(service: ServiceModule, *, times: int = 1) -> None:
    ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    await asyncio.gather(*(remind_agencies(ports) for _ in range(times)))


async def advise(counter: Counter, application_id: str, agency: str, **body: Any) -> httpx.Response:
    return await counter.post(
        f"/{application_id}/recommendations/{agency}",
        {"outcome": "approve", "conditions": [], "notes": ""} | body,
        who=counter.as_("agency_officer", agency=agency),
    )


async def validate(counter: Counter, application_id: str) -> httpx.Response:
    return await counter.post(
        f"/{application_id}/validation", {"outcome": "valid"}, who=counter.as_("back_office")
    )


@pytest.mark.requirement("R002-IV-4.1a-2")
async def test_each_agency_has_the_time_of_its_sop_and_what_exceeds_it_is_counted(
    counter: Counter, database: Database, clock: FixedClock, http: httpx.AsyncClient
) -> None:
    own = {"bapenda": {"sop": SOP, "service_time": {"value": 4, "unit": "working_day"}}}
    await offer(database, recommendation_rule=rule("wait"), agency_standards=own)
    application = await counter.verified()
    by_agency = {one["agency"]: one for one in application["recommendations"]}
    assert [by_agency[one]["due_on"] for one in AGENCIES] == ["2026-06-22", "2026-06-18"]
    assert by_agency["bapenda"]["rule"]["sop"] == SOP
    assert by_agency["dinas-putr"]["rule"]["service_time"] == {"value": 2, "unit": "working_day"}
    kept = [
        (
            by_agency[one]["sop_number"],
            by_agency[one]["sop_version"],
            by_agency[one]["service_time"],
        )
        for one in AGENCIES
    ]
    assert kept == [
        ("SOP-7/2026", "2", {"value": 4, "unit": "working_day"}),
        (None, None, {"value": 2, "unit": "working_day"}),
    ]

    clock.move(4 * DAY)  # Friday the 19th
    for agency in AGENCIES:
        answer = await advise(counter, application["id"], agency)
        ApplicationAnswer.model_validate_json(answer.content)
    late = {one["agency"]: one["is_overdue"] for one in answer.json()["recommendations"]}
    times = await http.get(
        "/v1/recommendation-times?period=2026-Q2", headers=counter.as_("back_office")
    )

    assert late == {"bapenda": False, "dinas-putr": True}
    AgencyTimesPage.model_validate_json(times.content)
    rows = times.json()["items"]
    assert [(one["agency"], one["late"], one["sop_versions"]) for one in rows] == [
        ("bapenda", 0, ["2"]),
        ("dinas-putr", 1, []),
    ]
    refused = await http.get(
        "/v1/recommendation-times?period=2026-Q2", headers=counter.as_("applicant")
    )
    is_problem(refused, 403, "forbidden")


@pytest.mark.parametrize(
    "sop",
    [{"state": "drafted", "version": "3"}, SOP | {"in_force_from": "2026-06-16"}],
    ids=["drafted", "in force from tomorrow"],
)
async def test_an_sop_that_is_not_in_force_binds_nobody(
    counter: Counter, database: Database, sop: dict[str, str]
) -> None:
    own = {"bapenda": {"sop": sop, "service_time": {"value": 4, "unit": "working_day"}}}
    await offer(database, recommendation_rule=rule("wait"), agency_standards=own)

    application = await counter.verified()

    asked = {one["agency"]: one for one in application["recommendations"]}["bapenda"]
    assert (asked["sop_version"], asked["service_time"]["value"]) == (None, 2)
    assert asked["due_on"] == "2026-06-18"


async def test_an_agency_is_reminded_once_and_only_while_it_is_waited_for(
    counter: Counter, service: ServiceModule, database: Database, clock: FixedClock
) -> None:
    await offer(database, recommendation_rule=rule("wait"))
    open_one = await counter.verified()
    answered = await counter.recommended()
    sent_back = await counter.verified()
    await counter.post(
        f"/{sent_back['id']}/validation", {"outcome": "sent_back"}, who=counter.as_("back_office")
    )
    await remind(service)
    assert "permit.recommendation_due" not in await told(database)
    clock.move(2 * DAY)  # Wednesday the 17th, a working day before the 18th

    await remind(service, times=2)
    await remind(service)

    assert (await told(database)).count("permit.recommendation_due") == 2
    inbox = await counter.http.get(
        "/v1/applications", headers=counter.as_("agency_officer", agency="bapenda")
    )
    due = {one["id"]: one["recommendation_due_on"] for one in inbox.json()["items"]}
    assert due[open_one["id"]] == "2026-06-18"
    assert due[answered["id"]] is None


async def test_the_office_waits_for_an_agency_unless_its_rule_says_otherwise(
    counter: Counter, database: Database, clock: FixedClock
) -> None:
    await offer(database, recommendation_rule=rule("wait"))
    application = await counter.verified()
    await advise(counter, application["id"], "bapenda")
    clock.move(10 * DAY)

    is_problem(await validate(counter, application["id"]), 409, "recommendations_missing")
    seen = {
        one["agency"]: one for one in (await counter.read(application["id"]))["recommendations"]
    }
    assert seen["dinas-putr"]["is_overdue"]
    assert seen["dinas-putr"]["silent_since"] is None


async def test_silence_lets_the_office_go_on_and_a_late_answer_breaks_nothing(
    counter: Counter, database: Database, clock: FixedClock
) -> None:
    await offer(database, recommendation_rule=rule("proceed"))
    application = await counter.verified()
    await advise(counter, application["id"], "bapenda")
    clock.move(3 * DAY)  # Thursday the 18th, the last day
    is_problem(await validate(counter, application["id"]), 409, "recommendations_missing")

    clock.move(DAY)
    validated = await validate(counter, application["id"])

    assert validated.status_code == 200, validated.text
    silent = {one["agency"]: one for one in validated.json()["recommendations"]}["dinas-putr"]
    assert (silent["state"], silent["silent_since"]) == ("asked", "2026-06-18")
    late = await advise(
        counter, application["id"], "dinas-putr", conditions=["Jarak 2 m dari jalan"]
    )
    assert late.status_code == 200
    assert late.json()["status"] == "validated"
    is_problem(
        await advise(counter, application["id"], "dinas-putr"), 409, "transition_not_allowed"
    )
    await counter.answer_survey(application["id"])
    assert (await counter.sign(application["id"])).status_code == 200


async def test_an_agency_that_refused_is_never_taken_for_silent(
    counter: Counter, database: Database, clock: FixedClock
) -> None:
    await offer(database, recommendation_rule=rule("proceed"))
    application = await counter.verified()
    await advise(counter, application["id"], "bapenda", outcome="reject")
    clock.move(10 * DAY)

    is_problem(await validate(counter, application["id"]), 409, "recommendation_rejected")
