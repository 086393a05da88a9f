"""Connections to outside systems through the REST API: the circuit, the outage log and its
events, with two workers at once."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from gateway.adapters.work import PostgresBegin, PostgresRead
from gateway.application.integrations.guard_calls import guarded
from gateway.application.integrations.ports import IntegrationPorts
from gateway.application.integrations.tell_outages import tell_outages
from gateway.application.open_deployment import FirstAccount
from gateway.domain.errors import OutsideSystemAway, OutsideSystemRefused
from gateway.domain.integrations.outside_system import OutsideSystem
from shared.circuit import CircuitOpen
from shared.database.engine import Database
from shared.errors import Unavailable
from shared.identity import system_caller
from shared.ids import new_id
from shared.testing.clock import FixedClock
from shared.testing.tokens import TestIssuer

OFFICE = "62.02"
Headers = dict[str, str]


@pytest.fixture
def ports(database: Database, clock: FixedClock) -> IntegrationPorts:
    begin, read = PostgresBegin(database), PostgresRead(database)
    return IntegrationPorts(clock=clock, new_id=new_id, begin=begin, read=read)


@pytest.fixture
def admin(issuer: TestIssuer) -> Headers:
    return issuer.headers(role="administrator", office=OFFICE, actor=new_id())


class System:
    """An outside system that a test directs, and how often it was asked."""

    def __init__(self, ports: IntegrationPorts) -> None:
        self.ports = ports
        self.trouble: Exception | None = OutsideSystemAway("timed_out")
        self.asked = 0

    async def ask(self) -> str:
        return await guarded(
            self._call, system=OutsideSystem.SICANTIK, office_code=OFFICE, ports=self.ports
        )

    async def ask_in_vain(self, times: int = 1) -> None:
        for _ in range(times):
            with pytest.raises(Unavailable):
                await self.ask()

    async def _call(self) -> str:
        self.asked += 1
        await asyncio.sleep(0)
        if self.trouble is not None:
            raise self.trouble
        return "an answer"


@pytest.fixture
def system(ports: IntegrationPorts) -> System:
    return System(ports)


async def status(http: httpx.AsyncClient, admin: Headers) -> dict[str, Any]:
    answer = await http.get("/v1/integrations/sicantik/status", headers=admin)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def told(database: Database) -> list[tuple[str, dict[str, Any]]]:
    async with database.read(system_caller("gateway", OFFICE)) as connection:
        found = await connection.execute(
            text(
                "select type, data from event_log where type like '%outage%'"
                " order by occurred_at, id"
            )
        )
        return [(row.type.removeprefix("gateway."), json.loads(row.data)) for row in found]


async def post(http: httpx.AsyncClient, admin: Headers, **body: Any) -> httpx.Response:
    whole = {"system": "SICANTIK", "kind": "interruption"} | {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in body.items()
    }
    return await http.post("/v1/integration-outages", json=whole, headers=admin)


async def test_a_system_that_is_away_is_left_alone_logged_once_and_found_again(
    http: httpx.AsyncClient,
    system: System,
    database: Database,
    clock: FixedClock,
    admin: Headers,
) -> None:
    began = clock.now()
    await system.ask_in_vain(2)
    assert (await status(http, admin))["circuit"] == "closed"
    clock.move(timedelta(seconds=5))
    await system.ask_in_vain(3)

    found = await status(http, admin)
    assert found["circuit"] == "open"
    assert found["last_failure"]["code"] == "timed_out"
    assert [one["state"] for one in found["outages"]] == ["running"]
    assert datetime.fromisoformat(found["outages"][0]["started_at"]) == began
    assert found["outages"][0]["noted_by"] == "adapter"
    # Two of the five were refused here and never left.
    assert system.asked == 3

    clock.move(timedelta(seconds=31))
    await system.ask_in_vain()
    system.trouble = None
    clock.move(timedelta(seconds=61))
    # Two workers find it due at once: one asks, the other is told to wait.
    answers = await asyncio.gather(system.ask(), system.ask(), return_exceptions=True)

    assert sorted(type(one).__name__ for one in answers) in (["CircuitOpen", "str"], ["str", "str"])
    found = await status(http, admin)
    assert (found["circuit"], found["outages"][0]["state"]) == ("closed", "ended")
    assert found["outages"][0]["ended_at"] == found["last_success_at"]
    events = await told(database)
    assert [kind for kind, _ in events] == [
        "integration_outage_started",
        "integration_outage_ended",
    ]
    assert {data["kind"] for _, data in events} == {"interruption"}


async def test_workers_that_fail_side_by_side_note_one_outage(
    system: System, database: Database
) -> None:
    answers = await asyncio.gather(*(system.ask() for _ in range(6)), return_exceptions=True)

    assert all(isinstance(one, OutsideSystemAway | CircuitOpen) for one in answers)
    assert [kind for kind, _ in await told(database)] == ["integration_outage_started"]


async def test_a_refusal_is_an_answer_and_opens_nothing(
    http: httpx.AsyncClient, system: System, admin: Headers
) -> None:
    system.trouble = OutsideSystemRefused("unauthorised")
    for _ in range(9):
        with pytest.raises(OutsideSystemRefused):
            await system.ask()
    found = await status(http, admin)
    assert (found["circuit"], found["outages"]) == ("closed", [])


async def test_maintenance_that_was_announced_is_told_when_it_comes_and_no_interruption_beside_it(
    http: httpx.AsyncClient,
    opened: tuple[FirstAccount, ...],
    system: System,
    ports: IntegrationPorts,
    database: Database,
    clock: FixedClock,
    issuer: TestIssuer,
) -> None:
    assert opened
    actor = new_id()

    def admin() -> Headers:
        return issuer.headers(role="administrator", office=OFFICE, actor=actor)

    begins, ends = clock.now() + timedelta(hours=1), clock.now() + timedelta(hours=3)
    answer = await post(http, admin(), kind="maintenance", started_at=begins, ended_at=ends)
    assert (answer.status_code, answer.json()["state"]) == (201, "planned")
    assert await tell_outages(ports) == 0
    assert await told(database) == []

    clock.move(timedelta(hours=1, minutes=1))
    assert await asyncio.gather(tell_outages(ports), tell_outages(ports)) in ([0, 1], [1, 0])
    await system.ask_in_vain(3)
    # Away for longer than was announced: what is past the end is an interruption.
    clock.move(timedelta(hours=2))
    await tell_outages(ports)
    await system.ask_in_vain()
    events = await told(database)

    assert [(kind.removeprefix("integration_outage_"), data["kind"]) for kind, data in events] == [
        ("started", "maintenance"),
        ("ended", "maintenance"),
        ("started", "interruption"),
    ]
    assert datetime.fromisoformat(events[2][1]["started_at"]) == ends
    shown = await http.get("/v1/integration-outages?kind=maintenance", headers=admin())
    assert [one["state"] for one in shown.json()["items"]] == ["ended"]


async def test_an_end_is_corrected_under_its_version_and_told_again(
    http: httpx.AsyncClient, database: Database, clock: FixedClock, admin: Headers
) -> None:
    began = clock.now() - timedelta(hours=5)
    noted = (await post(http, admin, started_at=began)).json()
    again = await post(http, admin, started_at=began + timedelta(hours=1))
    assert (again.status_code, again.json()["code"]) == (409, "outage_noted_already")
    path = f"/v1/integration-outages/{noted['id']}"
    for hours in (4, 3):
        tag = (await http.get(path, headers=admin)).headers["etag"]
        answer = await http.patch(
            path,
            json={"ended_at": (clock.now() - timedelta(hours=hours)).isoformat()},
            headers=admin | {"If-Match": tag},
        )
        assert (answer.status_code, answer.json()["state"]) == (200, "ended"), answer.text
    stale = await http.patch(
        path, json={"ended_at": clock.now().isoformat()}, headers=admin | {"If-Match": '"0"'}
    )
    assert stale.status_code == 412
    ends = [data["ended_at"] for kind, data in await told(database) if kind.endswith("ended")]
    assert [datetime.fromisoformat(one) for one in ends] == [
        clock.now() - timedelta(hours=4),
        clock.now() - timedelta(hours=3),
    ]


async def test_what_cannot_be_is_refused_and_others_see_nothing(
    http: httpx.AsyncClient, clock: FixedClock, admin: Headers, issuer: TestIssuer
) -> None:
    now = clock.now()
    later = now + timedelta(hours=1)
    refused = await post(http, admin, started_at=later)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    assert refused.json()["errors"] == [{"pointer": "/started_at", "code": "future"}]
    unended = await post(http, admin, kind="maintenance", started_at=later)
    assert unended.json()["errors"] == [{"pointer": "/ended_at", "code": "missing"}]
    assert (await post(http, admin, started_at=now, office_code="81.02")).status_code == 404
    planned = await post(
        http, admin, kind="maintenance", started_at=later, ended_at=later + timedelta(hours=1)
    )
    path = f"/v1/integration-outages/{planned.json()['id']}"
    elsewhere = issuer.headers(role="administrator", office="81.02", actor=new_id())
    assert (await http.get(path, headers=elsewhere)).status_code == 404
    for role in ("front_office", "head"):
        headers = issuer.headers(role=role, office=OFFICE, actor=new_id())
        assert (await post(http, headers, started_at=now)).status_code == 403
        seen = await http.get("/v1/integrations/oss/status", headers=headers)
        assert seen.status_code == 403
    called_off = await http.patch(
        path, json={"called_off": True}, headers=admin | {"If-Match": '"0"'}
    )
    assert called_off.json()["state"] == "called_off"
    nothing = await http.patch(path, json={}, headers=admin | {"If-Match": '"1"'})
    assert nothing.status_code == 422


async def test_who_is_not_connected_is_told_so(http: httpx.AsyncClient, admin: Headers) -> None:
    found = await status(http, admin)
    assert (found["is_connected"], found["backlog"], found["last_success_at"]) == (False, 0, None)
    answer = await http.post(
        "/v1/integrations/sicantik/reconciliations", json={"period": "2026-Q2"}, headers=admin
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "not_connected")
    listed = await http.get("/v1/integrations/oss/reconciliations", headers=admin)
    assert listed.json() == {"items": [], "next_cursor": None}
