"""Service times that pass and that end soon: told once, whoever looks, whatever the clock does."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from permit_service.application.watch_service_times import tell_ending_times, tell_exceeded_times
from permit_service.entrypoints.api.clock_answers import ClockRuleAnswer, ClockRulesPage
from permit_service.testing.counter import Counter
from shared.database.engine import Database
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

from .problems import is_problem
from .test_reactions import SYSTEM, told

DAY = timedelta(days=1)


async def look(service: ServiceModule, *, times: int = 1) -> None:
    """Both timers, each as often as so many workers at once; one leaves what the other holds."""
    ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    for step in (tell_exceeded_times, tell_ending_times):
        await asyncio.gather(*(step(ports) for _ in range(times)))


async def count(database: Database, fact: str) -> int:
    return (await told(database)).count(f"permit.{fact}")


async def row(database: Database, application_id: str) -> Any:
    async with database.read(SYSTEM) as connection:
        found = await connection.exec_driver_sql(
            "select * from application where id = $1", (UUID(application_id),)
        )
        return found.mappings().one()


@pytest.mark.requirement("R004-P04-1c")
async def test_a_service_time_that_passes_is_told_once_and_is_seen(
    counter: Counter, service: ServiceModule, database: Database, clock: FixedClock
) -> None:
    application = await counter.submitted()
    other = await counter.submitted()
    clock.move(8 * DAY)  # the due date itself: 23 June
    await look(service)
    assert await count(database, "service_time_exceeded") == 0

    clock.move(DAY)
    await look(service, times=2)
    await look(service)

    assert await count(database, "service_time_exceeded") == 2
    for one in (application, other):
        body = await counter.read(one["id"])
        assert (body["clock"]["state"], body["clock"]["is_exceeded"]) == ("overdue", True)
        assert body["version"] == one["version"]


async def test_a_machine_clock_that_jumps_back_tells_nothing_again(
    counter: Counter, service: ServiceModule, database: Database, clock: FixedClock
) -> None:
    await counter.submitted()
    clock.move(10 * DAY)
    await look(service)
    clock.move(-9 * DAY)
    await look(service)
    clock.move(9 * DAY)

    await look(service)

    assert await count(database, "service_time_exceeded") == 1


async def test_a_step_broken_off_in_the_middle_tells_nothing_and_the_next_tells_once(
    counter: Counter, service: ServiceModule, database: Database, clock: FixedClock
) -> None:
    await counter.submitted()
    clock.move(10 * DAY)
    ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    with pytest.raises(ConnectionError):
        async with ports.begin(SYSTEM) as work:
            found = await work.running.overdue("81.02", at=work.now, limit=5)
            assert len(found) == 1
            raise ConnectionError

    await look(service)

    assert await count(database, "service_time_exceeded") == 1


async def test_a_step_that_is_taken_before_the_timer_comes_round_tells_the_excess(
    counter: Counter, service: ServiceModule, database: Database, clock: FixedClock
) -> None:
    application = await counter.submitted()
    clock.move(10 * DAY)

    await counter.post(f"/{application['id']}/withdrawal", who=counter.as_("applicant"))
    await look(service)

    assert await count(database, "service_time_exceeded") == 1


async def test_a_waiting_application_is_never_late(
    counter: Counter, service: ServiceModule, database: Database, clock: FixedClock
) -> None:
    application = await counter.submitted()
    returned = {"outcome": "returned", "corrections": [{"requirement_no": 1, "question": "?"}]}
    await counter.post(
        f"/{application['id']}/verification", returned, who=counter.as_("front_office")
    )
    clock.move(60 * DAY)

    await look(service)

    assert await count(database, "service_time_exceeded") == 0


async def test_a_reset_begins_another_time_that_can_pass_again(
    counter: Counter, service: ServiceModule, database: Database, clock: FixedClock
) -> None:
    application = await counter.submitted()
    for move, reason in (("reset", "re_confirmation"), ("restart", "re_confirmation_received")):
        clock.move(DAY)
        await counter.post(
            f"/{application['id']}/clock/{move}",
            {"reason": reason, "notes": "Mohon konfirmasi."},
            who=counter.as_("front_office"),
        )
    clock.move(7 * DAY)
    await look(service)
    assert await count(database, "service_time_exceeded") == 0
    clock.move(7 * DAY)

    await look(service)

    assert await count(database, "service_time_exceeded") == 1


async def test_a_last_moment_that_was_never_written_is_found_and_written(
    counter: Counter, service: ServiceModule, database: Database
) -> None:
    application = await counter.submitted()
    async with database.begin(SYSTEM) as transaction:
        await transaction.fetch("update application set due_at = null, calendar_version = null")

    await look(service)

    found = await row(database, application["id"])
    assert found["due_at"] is not None
    assert found["calendar_version"] is not None
    assert await count(database, "service_time_exceeded") == 0


async def test_the_people_are_warned_as_the_office_has_set_it(
    counter: Counter,
    service: ServiceModule,
    database: Database,
    clock: FixedClock,
    http: httpx.AsyncClient,
) -> None:
    rule = {"effective_from": "2026-06-17", "warn_before": 3, "source": "SK Kepala"}
    await counter.submitted()
    set_one = await http.post("/v1/clock-rules", json=rule, headers=counter.as_("administrator"))
    await look(service)
    before = await count(database, "service_time_ending")
    clock.move(3 * DAY)  # Thursday 18 June: three working days before Tuesday the 23rd
    await look(service, times=2)
    await look(service)

    assert set_one.status_code == 201
    ClockRuleAnswer.model_validate_json(set_one.content)
    assert before == 0
    assert await count(database, "service_time_ending") == 1
    listed = await http.get("/v1/clock-rules", headers=counter.as_("head"))
    ClockRulesPage.model_validate_json(listed.content)
    assert [one["warn_before"] for one in listed.json()["items"]] == [1, 3]
    assert listed.json()["in_force_from"] == "2026-06-17"
    is_problem(
        await http.post("/v1/clock-rules", json=rule, headers=counter.as_("administrator")),
        422,
        "invalid_request",
    )
    again = rule | {"effective_from": "2026-07-01"}
    await http.post("/v1/clock-rules", json=again, headers=counter.as_("administrator"))
    is_problem(
        await http.post("/v1/clock-rules", json=again, headers=counter.as_("administrator")),
        409,
        "clock_rule_exists",
    )
    is_problem(
        await http.post("/v1/clock-rules", json=again, headers=counter.as_("head")),
        403,
        "forbidden",
    )


async def deemed(counter: Counter) -> dict[str, Any]:
    """A doctor's practice licence that was handed in."""
    draft = await counter.draft(
        service_code="SIP-DOKTER",
        applicant={
            "kind": "person",
            "name": "Pemohon Contoh",
            "email": "pemohon@contoh.example",
            "phone": "+62 811 0000 001",
            "nik": "8102150101900001",
            "address": "Jalan Contoh 2",
        },
        form={},
    )
    service = await counter.http.get("/v1/services/SIP-DOKTER", params={"office_code": "81.02"})
    for one in service.json()["requirements"]:
        if one["mandatory"]:
            await counter.upload(draft["id"], one["no"])
    answer = await counter.post(f"/{draft['id']}/submission", who=counter.as_("applicant"))
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_silence_approves_where_the_catalogue_says_so_and_only_there(
    counter: Counter,
    service: ServiceModule,
    database: Database,
    clock: FixedClock,
    http: httpx.AsyncClient,
) -> None:
    silent = await deemed(counter)
    other = await counter.submitted()
    clock.move(9 * DAY)

    await look(service, times=2)
    await look(service)

    assert await count(database, "application_deemed_approved") == 1
    body = await counter.read(silent["id"])
    assert body["clock"]["deemed_approved_on"] == "2026-06-23"
    assert body["status"] == "submitted"
    assert (await counter.read(other["id"]))["clock"]["deemed_approved_on"] is None
    tracked = (await http.get(f"/v1/tracking/{silent['receipt_number']}")).json()
    assert tracked["deemed_approved_on"] == "2026-06-23"
    rejection = {"outcome": "rejected", "notes": "Tidak sesuai", "legal_basis": "Perda"}
    for one in (silent, other):
        refused = await counter.post(
            f"/{one['id']}/verification", rejection, who=counter.as_("front_office")
        )
        if one is silent:
            is_problem(refused, 409, "deemed_approved")
        else:
            assert refused.status_code == 200


async def test_an_application_that_is_decided_in_time_is_not_deemed_approved(
    counter: Counter, service: ServiceModule, database: Database, clock: FixedClock
) -> None:
    silent = await deemed(counter)
    steps: list[tuple[str, dict[str, Any], dict[str, str]]] = [
        ("verification", {"outcome": "complete"}, counter.as_("front_office")),
        (
            "recommendations/dinkes",
            {"outcome": "approve", "conditions": [], "notes": ""},
            counter.as_("agency_officer", agency="dinkes"),
        ),
        ("validation", {"outcome": "valid"}, counter.as_("back_office")),
    ]
    for path, body, who in steps:
        answer = await counter.post(f"/{silent['id']}/{path}", body, who=who)
        assert answer.status_code == 200, answer.text
    clock.move(30 * DAY)

    await look(service)

    body = await counter.read(silent["id"])
    assert (body["clock"]["state"], body["clock"]["deemed_approved_on"]) == ("stopped", None)
    assert await count(database, "application_deemed_approved") == 0
