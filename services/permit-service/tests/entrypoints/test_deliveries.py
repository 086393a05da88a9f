"""Stage f: the licence goes out by itself, by the back office, or over the counter."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from permit_service.application.deliver_licence import deliver_automatically
from permit_service.application.ports import Ports
from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE
from shared.database.engine import Database
from shared.identity import system_caller
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

SYSTEM = system_caller("permit", OFFICE)
RECEIVER = "Penerima Contoh"


@pytest.fixture
def ports(service: ServiceModule) -> Ports:
    ports: Ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    return ports


async def told(database: Database) -> list[tuple[str | None, str]]:
    """Reason and actor of each delivery that was told."""
    async with database.read(SYSTEM) as connection:
        rows = await connection.exec_driver_sql(
            "select reason, actor from event_log where type = 'permit.licence_delivered'"
            " order by id"
        )
        return [(row.reason, row.actor) for row in rows]


async def handed_over(http: httpx.AsyncClient, path: str, who: dict[str, str]) -> list[Any]:
    answer = await http.get(f"/v1/applications{path}/deliveries", headers=who)
    assert answer.status_code == 200, answer.text
    items: list[Any] = answer.json()["items"]
    return items


async def test_a_signed_licence_goes_out_by_itself_once_and_for_the_back_office(
    counter: Counter, http: httpx.AsyncClient, ports: Ports, clock: FixedClock, database: Database
) -> None:
    application = await counter.signed()
    path = f"/{application['id']}"
    await deliver_automatically(ports)
    at_once = await counter.read(application["id"])
    clock.move(timedelta(minutes=1))
    await asyncio.gather(*(deliver_automatically(ports) for _ in range(3)))
    after = await counter.read(application["id"])
    by_hand = await counter.post(f"{path}/delivery", who=counter.as_("back_office"))

    assert at_once["status"] == "signed"
    assert after["status"] == "delivered"
    assert await told(database) == [("automatic_for_back_office", "permit")]
    assert (by_hand.status_code, by_hand.json()["status"]) == (200, "delivered")
    (one,) = await handed_over(http, path, counter.as_("back_office"))
    assert (one["means"], one["is_automatic"]) == ("electronic", True)


async def test_an_office_may_hand_over_by_hand_alone(
    counter: Counter, http: httpx.AsyncClient, ports: Ports, clock: FixedClock, database: Database
) -> None:
    terms = {"reminder_days": [], "renewal_opens_days": 90, "source": "Keputusan Kepala Dinas"}
    await http.post("/v1/licence-terms", json=terms, headers=counter.as_("administrator"))
    await counter.signed()
    clock.move(timedelta(minutes=5))

    assert await deliver_automatically(ports) == 0
    assert await told(database) == []


async def test_what_was_signed_long_ago_is_left_to_the_back_office(
    counter: Counter, ports: Ports, clock: FixedClock
) -> None:
    await counter.signed()
    clock.move(timedelta(days=8))

    assert await deliver_automatically(ports) == 0


async def test_over_the_counter_a_receiver_and_a_day_are_recorded_and_the_name_is_sealed(
    counter: Counter, http: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    application = await counter.signed()
    clock.move(timedelta(days=2))
    path, back = f"/{application['id']}", counter.as_("back_office")
    body = {"means": "counter", "receiver": RECEIVER, "handed_over_on": "2026-06-16"}
    wrong = [
        {"means": "counter"},
        {"receiver": RECEIVER},
        body | {"handed_over_on": "2026-06-14"},
        body | {"handed_over_on": "2026-06-18"},
    ]
    refused = [await counter.post(f"{path}/delivery", one, who=back) for one in wrong]
    done = await counter.post(f"{path}/delivery", body, who=back)
    twice = await counter.post(f"{path}/delivery", body, who=back)

    codes = [one.json()["errors"][0]["code"] for one in refused]
    assert codes == ["required", "not_allowed", "before_signature", "in_future"]
    assert done.json()["status"] == "delivered"
    assert (twice.status_code, twice.json()["code"]) == (409, "transition_not_allowed")
    owner = await handed_over(http, path, counter.as_("applicant"))
    assert [(one["receiver"], one["handed_over_on"]) for one in owner] == [(RECEIVER, "2026-06-16")]
    assert "delivered_by" not in owner[0]
    async with database.read(SYSTEM) as connection:
        rows = await connection.exec_driver_sql(
            "select to_jsonb(d)::text || coalesce((select string_agg(data, '') from event_log), '')"
            " from delivery d"
        )
        assert RECEIVER not in rows.scalar_one()


async def test_the_back_office_sends_it_again_and_the_first_day_stays(
    counter: Counter, http: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    application = await counter.signed()
    path, back = f"/{application['id']}", counter.as_("back_office")
    first = await counter.post(f"{path}/delivery", who=back)
    clock.move(timedelta(days=1))
    back = counter.as_("back_office")
    again = await counter.post(f"{path}/delivery", {"again": True}, who=back)

    assert again.json()["delivered_at"] == first.json()["delivered_at"]
    assert [reason for reason, _ in await told(database)] == [None, "again"]
    assert len(await handed_over(http, path, back)) == 2


async def test_how_a_licence_was_handed_over_is_for_its_owner_and_the_office(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    application = await counter.signed()
    path = f"/v1/applications/{application['id']}/deliveries"

    for who in (
        counter.as_("applicant", name="another"),
        counter.as_("back_office", office="62.02"),
    ):
        assert (await http.get(path, headers=who)).status_code == 404
