"""The life of a licence as its office sees it: reminders, the last day, sanctions, history."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from permit_service.adapters.store.desk import PostgresDesk
from permit_service.application.ports import Ports
from permit_service.application.tell_ends import tell_ends
from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE, sanction_imposed, sanction_lifted
from permit_service.testing.service import Listener
from shared.database.engine import Database
from shared.identity import system_caller
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

LAST_DAY = date(2026, 12, 31)
SYSTEM = system_caller("permit", OFFICE)


@pytest.fixture
def ports(service: ServiceModule) -> Ports:
    ports: Ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    return ports


async def told(database: Database, kind: str) -> list[dict[str, Any]]:
    async with PostgresDesk(database).read(SYSTEM) as reading:
        keys = [one.id for one in await _licences(database)]
        events = await reading.timeline(keys)
    return [one.data for one in events if one.type == f"permit.{kind}"]


async def _licences(database: Database) -> list[Any]:
    async with database.read(SYSTEM) as connection:
        return list(await connection.exec_driver_sql("select id from licence"))


async def licensed(counter: Counter, *, until: date | None = LAST_DAY) -> dict[str, Any]:
    """A licence with a last day, through every step."""
    application = await counter.recommended()
    body = {"outcome": "valid", "valid_until": until.isoformat() if until else None}
    path = f"/{application['id']}"
    answer = await counter.post(f"{path}/validation", body, who=counter.as_("back_office"))
    assert answer.status_code == 200, answer.text
    await counter.answer_survey(application["id"])
    signed = (await counter.sign(application["id"])).json()
    licence: dict[str, Any] = signed["licence"]
    return licence


async def test_a_licence_is_told_expired_once_on_the_day_after_its_last(
    counter: Counter, ports: Ports, clock: FixedClock, database: Database, http: httpx.AsyncClient
) -> None:
    licence = await licensed(counter)
    # Ten minutes before midnight of the last day in Jayapura, and then ten minutes after it.
    clock.set(datetime.fromisoformat("2026-12-31T23:50:00+09:00"))
    await tell_ends(ports)
    before = await told(database, "licence_expired")
    clock.move(timedelta(minutes=20))
    await tell_ends(ports)
    await tell_ends(ports)
    clock.move(-timedelta(days=400))
    await tell_ends(ports)

    assert before == []
    (fact,) = await told(database, "licence_expired")
    assert fact["expired_on"] == "2026-12-31"
    verified = await http.get(f"/v1/verification/{licence['verification_token']}")
    assert verified.json()["status"] == "expired"


async def test_two_workers_that_look_at_once_tell_each_end_once(
    counter: Counter, ports: Ports, clock: FixedClock, database: Database
) -> None:
    await licensed(counter)
    clock.move(timedelta(days=400))

    await asyncio.gather(*(tell_ends(ports) for _ in range(4)))

    assert len(await told(database, "licence_expired")) == 1


async def test_the_holder_is_reminded_at_each_span_once_and_not_thrice_after_a_jump(
    counter: Counter, ports: Ports, clock: FixedClock, database: Database
) -> None:
    await licensed(counter)
    days = []
    for day in ("2026-10-01", "2026-10-03", "2026-12-30", "2026-12-30"):
        clock.set(datetime.fromisoformat(f"{day}T12:00:00+09:00"))
        await tell_ends(ports)
        days.append([one["days_before"] for one in await told(database, "licence_expiring")])

    assert days == [[], [90], [90, 7], [90, 7]]


async def test_a_suspended_licence_is_told_expired_only_after_its_reinstatement(
    counter: Counter,
    ports: Ports,
    clock: FixedClock,
    database: Database,
    listener: Listener,
    http: httpx.AsyncClient,
) -> None:
    licence = await licensed(counter)
    imposed = sanction_imposed(UUID(licence["id"]), clock.now())
    await listener.tell(imposed)
    clock.move(timedelta(days=400))
    await tell_ends(ports)
    while_suspended = await told(database, "licence_expired")
    await listener.tell(sanction_lifted(imposed, clock.now()))
    await tell_ends(ports)
    later = sanction_imposed(UUID(licence["id"]), clock.now())
    await listener.tell(later)
    await listener.tell(sanction_lifted(later, clock.now() + timedelta(minutes=1)))
    await tell_ends(ports)

    assert while_suspended == []
    assert len(await told(database, "licence_expired")) == 1
    history = await http.get(f"/v1/licences/{licence['id']}/timeline", headers=counter.as_("head"))
    assert [one["type"].removeprefix("permit.") for one in history.json()["items"]] == [
        "licence_issued",
        "licence_suspended",
        "licence_reinstated",
        "licence_expired",
    ]


async def test_the_history_of_a_licence_is_its_owners_and_the_offices_alone(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    licence = await licensed(counter)
    path = f"/v1/licences/{licence['id']}/timeline"

    owner = await http.get(path, headers=counter.as_("applicant"))
    stranger = await http.get(path, headers=counter.as_("applicant", name="another"))
    elsewhere = await http.get(path, headers=counter.as_("head", office="62.02"))

    assert [one["type"] for one in owner.json()["items"]] == ["permit.licence_issued"]
    assert "actor" not in owner.json()["items"][0]
    assert (stranger.status_code, elsewhere.status_code) == (404, 404)


async def test_an_office_sets_its_reminders_and_they_hold_from_that_day(
    counter: Counter,
    ports: Ports,
    clock: FixedClock,
    database: Database,
    http: httpx.AsyncClient,
) -> None:
    await licensed(counter)
    body = {
        "effective_from": "2026-10-01",
        "reminder_days": [14],
        "renewal_opens_days": 60,
        "source": "Keputusan Kepala Dinas",
        "verified": True,
    }
    path = "/v1/licence-terms"
    refused = await http.post(path, json=body, headers=counter.as_("head"))
    past = await http.post(
        path, json=body | {"effective_from": "2026-06-14"}, headers=counter.as_("administrator")
    )
    made = await http.post(path, json=body, headers=counter.as_("administrator"))
    before = (await http.get(path, params={"office_code": OFFICE})).json()
    clock.set(datetime.fromisoformat("2026-12-05T12:00:00+09:00"))
    await tell_ends(ports)
    early = await told(database, "licence_expiring")
    clock.set(datetime.fromisoformat("2026-12-20T12:00:00+09:00"))
    await tell_ends(ports)
    after = (await http.get(path, params={"office_code": OFFICE})).json()

    assert (refused.status_code, past.status_code, made.status_code) == (403, 422, 201)
    assert past.json()["errors"] == [{"pointer": "/effective_from", "code": "in_the_past"}]
    assert (before["verified"], before["reminder_days"]) == (False, [90, 30, 7])
    assert early == []
    assert [one["days_before"] for one in await told(database, "licence_expiring")] == [14]
    assert (after["verified"], after["reminder_days"]) == (True, [14])
    assert after["delivery_after_minutes"] is None


async def test_licences_are_found_by_status_service_number_and_end(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    licence = await licensed(counter)
    head = counter.as_("head")

    async def found(**asked: str) -> int:
        answer = await http.get("/v1/licences", params=asked, headers=head)
        assert answer.status_code == 200, answer.text
        return len(answer.json()["items"])

    assert await found(status="active", q=licence["number"][:6].lower()) == 1
    assert await found(status="expired") == 0
    assert await found(service_code="SPPL") == 0
    assert await found(valid_until_from="2026-12-31", valid_until_to="2026-12-31") == 1
    assert await found(valid_until_from="2027-01-01") == 0
    unknown = await http.get("/v1/licences", params={"status": "lost"}, headers=head)
    assert unknown.status_code == 422
