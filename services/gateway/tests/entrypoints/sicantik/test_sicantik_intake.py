"""SiCANTIK through the door, against the simulator over real sockets: intake, map, outages and
catching up, reconciliation, progress. The permit service behind is directed by the test."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI, HTTPException
from pydantic import SecretStr
from sqlalchemy import text

from gateway.adapters.sicantik import offices_of
from gateway.adapters.sicantik.parts import sicantik_ports
from gateway.adapters.work import PostgresBegin, PostgresRead
from gateway.application.integrations.ports import IntegrationPorts
from gateway.application.open_deployment import FirstAccount, open_deployment
from gateway.application.sicantik.intake_ports import SicantikPorts
from gateway.application.sicantik.read_sicantik import read_sicantik
from gateway.application.sicantik.reconcile_sicantik import reconcile_daily
from gateway.bootstrap import GatewayModule
from gateway.entrypoints.routes import SERVICES
from gateway.testing.service import build_gateway, echo_service
from shared.contracts.event import Event
from shared.contracts.permit_intakes import IntakeRefusedV1, IntakeTakenV1
from shared.database.engine import Database
from shared.identity import system_caller
from shared.ids import new_id
from shared.messaging.consumer import groups_of
from shared.messaging.contract import Message
from shared.module import Foundation
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.sicantik import SimulatedSicantik, application_row, simulated_sicantik
from shared.testing.tokens import TestIssuer

OFFICE, ELSEWHERE = "62.02", "81.02"
BASE = "/v1/integrations/sicantik"
INTERVAL = timedelta(seconds=301)
Headers = dict[str, str]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedSicantik]:
    with simulated_sicantik(tmp_path_factory.mktemp("sicantik")) as one:
        yield one


@pytest.fixture
def simulator(running: SimulatedSicantik) -> SimulatedSicantik:
    running.behaves()
    running.has()
    return running


@dataclass(slots=True)
class PermitService:
    """What the permit service says to the door."""

    issued: list[dict[str, Any]] = field(default_factory=list)

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/internal/issued-licences")
        async def issued_licences() -> dict[str, Any]:
            return {"items": self.issued, "after": None}

        @app.get("/v1/services/{code}")
        async def service(code: str) -> dict[str, Any]:
            channels = {"PAUD": "SICANTIK", "SIP-DOKTER": "MPPD"}
            if code not in channels:
                raise HTTPException(404)
            return {"code": code, "channel": channels[code]}

        return app


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The door with SiCANTIK connected for one office, and those who look at it."""

    http: httpx.AsyncClient
    gateway: GatewayModule
    ports: SicantikPorts
    permits: PermitService
    issuer: TestIssuer
    clock: FixedClock
    database: Database

    def as_(self, role: str = "administrator", office: str = OFFICE) -> Headers:
        return self.issuer.headers(role=role, office=office, actor=new_id())

    async def read(self) -> int:
        """The loop's step, once it is due again."""
        self.clock.move(INTERVAL)
        return await read_sicantik(self.ports)

    async def get(self, path: str, **query: str) -> Any:
        answer = await self.http.get(f"{BASE}/{path}", params=query, headers=self.as_())
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return await self.http.post(f"{BASE}/{path}", json=body or {}, headers=self.as_())

    async def intakes(self) -> dict[str | None, dict[str, Any]]:
        return {one["outside_number"]: one for one in (await self.get("intakes"))["items"]}

    async def told(self) -> list[dict[str, Any]]:
        async with self.database.read(system_caller("gateway", OFFICE)) as connection:
            found = await connection.execute(
                text(
                    "select data from event_log where type = 'gateway.application_received'"
                    " order by occurred_at, id"
                )
            )
            return [json.loads(row.data) for row in found]

    async def tell(self, *events: Event) -> None:
        """The permit service tells, and each fact arrives twice."""
        groups = groups_of(
            self.gateway.subscriptions, database=self.database, work_of=self.gateway.work_of
        )
        messages = [_message(one, self.clock.now()) for one in events]
        group = next(one for one in groups if one.group == "gateway.intakes")
        await group.handle(messages)
        await group.handle(messages)

    async def content(self, intake_id: str) -> httpx.Response:
        token = self.issuer.system.issue("permit", "gateway")
        return await self.http.get(
            f"/internal/intakes/{intake_id}",
            params={"office_code": OFFICE},
            headers={"Authorization": f"Bearer {token}"},
        )


@pytest.fixture
async def desk(
    database: Database,
    clock: FixedClock,
    issuer: TestIssuer,
    tmp_path: Path,
    simulator: SimulatedSicantik,
) -> AsyncIterator[Desk]:
    permits = PermitService()
    services = {name: echo_service(name) for name in SERVICES} | {"permit": permits.app()}
    setting = json.dumps({OFFICE: simulator.template_data(since="2026-06-01", tries=1)})
    gateway = build_gateway(
        database,
        clock=clock,
        issuer=issuer,
        home=tmp_path,
        services=services,
        sicantik=SecretStr(setting),
    )
    nobody: tuple[FirstAccount, ...] = ()
    await open_deployment(nobody, gateway.ports)
    begin, read = PostgresBegin(database), PostgresRead(database)
    foundation = Foundation(
        clock=clock,
        database=database,
        verifier=issuer.verifier,
        system_tokens=issuer.system,
        services=services,
    )
    ports = sicantik_ports(
        foundation,
        IntegrationPorts(clock=clock, new_id=new_id, begin=begin, read=read),
        offices=offices_of(SecretStr(setting)),
        interval_seconds=300,
    )
    async with client(gateway.app) as http:
        yield Desk(
            http=http,
            gateway=gateway,
            ports=ports,
            permits=permits,
            issuer=issuer,
            clock=clock,
            database=database,
        )


def _message(event: Event, at: datetime) -> Message:
    return Message(
        id=new_id(),
        type=event.type,
        version=event.version,
        office=event.office_code,
        subject_type=event.subject_type,
        subject=event.subject,
        sequence=1,
        key=event.key,
        key_sequence=1,
        occurred_at=at,
        data=event.model_dump_json(),
    )


async def test_applications_wait_for_the_map_are_told_once_and_let_go_when_taken(
    desk: Desk, simulator: SimulatedSicantik
) -> None:
    rows = [application_row(f"A{one}", tgl_pengajuan=f"2026-06-{one:02}") for one in range(1, 6)]
    other = application_row("B1", jenis_izin_id="1099", jenis_izin="Izin Lain")
    broken = application_row(" ", nama_perusahaan="Yayasan Rahasia")
    issued = application_row("C1", no_izin="1/X", tgl_penetapan="2026-06-02")
    simulator.has(*rows, other, broken, issued)

    assert await desk.read() == 7
    assert await desk.read() == 0
    intakes = await desk.intakes()
    assert set(intakes) == {"A1", "A2", "A3", "A4", "A5", "B1", None}
    assert (intakes["A1"]["state"], intakes["A1"]["problem"]) == ("unmapped", "service_not_mapped")
    assert (intakes[None]["state"], intakes[None]["problem"]) == ("broken", "number_missing")
    assert "Yayasan" not in json.dumps(intakes[None])
    assert await desk.told() == []
    assert (await desk.get("status"))["backlog"] == 6

    unknown = await desk.post("service-map", {"outside_code": "1044", "service_code": "ZZZ"})
    elsewhere = await desk.post(
        "service-map", {"outside_code": "1044", "service_code": "SIP-DOKTER"}
    )
    assert {unknown.status_code, elsewhere.status_code} == {422}
    mapped = await desk.post("service-map", {"outside_code": "1044", "service_code": "PAUD"})
    assert mapped.status_code == 201, mapped.text
    told = await desk.told()
    assert [one["outside_number"] for one in told] == ["A1", "A2", "A3", "A4", "A5"]
    assert {(one["system"], one["service_code"]) for one in told} == {("SICANTIK", "PAUD")}
    assert "Yayasan" not in json.dumps(told)

    # One more comes after the map: it goes on at once.
    simulator.has(*rows, other, broken, application_row("A6"))
    assert await desk.read() == 1
    first, last = (await desk.intakes())["A1"], (await desk.intakes())["A6"]
    content = await desk.content(first["id"])
    assert content.json()["applicant"]["name"] == "Yayasan Contoh"
    application_id = new_id()
    await desk.tell(
        IntakeTakenV1(
            office_code=OFFICE, intake_id=UUID(first["id"]), application_id=application_id
        ),
        IntakeRefusedV1(
            office_code=OFFICE,
            intake_id=UUID(last["id"]),
            code="service_closed",
            refused_at=desk.clock.now(),
        ),
    )
    # What went on is read again with its days, and stays as it is.
    assert await desk.read() == 0
    intakes = await desk.intakes()
    assert intakes["A1"]["state"] == "taken"
    assert intakes["A1"]["application_id"] == str(application_id)
    assert (await desk.content(first["id"])).status_code == 404
    assert (intakes["A6"]["state"], intakes["A6"]["problem"]) == ("refused", "service_closed")

    again = await desk.post(f"intakes/{last['id']}/retry")
    assert (again.status_code, again.json()["state"]) == (200, "handed_over"), again.text
    assert [one["outside_number"] for one in await desk.told()].count("A6") == 2
    twice = await desk.post(f"intakes/{last['id']}/retry")
    assert (twice.status_code, twice.json()["code"]) == (409, "intake_not_retried")


async def test_two_workers_and_a_break_in_the_middle_lose_and_double_nothing(
    desk: Desk, simulator: SimulatedSicantik
) -> None:
    await desk.post("service-map", {"outside_code": "1044", "service_code": "PAUD"})
    rows = [application_row(f"A{one}", tgl_pengajuan="2026-06-10") for one in range(5)]
    simulator.has(*rows)
    simulator.behaves("server_error", after=2)
    assert await desk.read() == 0
    simulator.behaves()
    desk.clock.move(INTERVAL)
    await asyncio.gather(*(read_sicantik(desk.ports) for _ in range(2)))

    assert sorted(one["outside_number"] for one in await desk.told()) == [
        f"A{one}" for one in range(5)
    ]


@pytest.mark.requirement("R002-III-outage")
async def test_an_outage_is_logged_and_what_came_meanwhile_is_caught_up(
    desk: Desk, simulator: SimulatedSicantik
) -> None:
    await desk.post("service-map", {"outside_code": "1044", "service_code": "PAUD"})
    simulator.has(application_row("A1"))
    assert await desk.read() == 1
    simulator.behaves("maintenance")
    for _ in range(4):
        assert await desk.read() == 0
    status = await desk.get("status")
    assert (status["circuit"], status["last_failure"]["code"]) == ("open", "not_json")
    assert [(one["kind"], one["state"]) for one in status["outages"]] == [
        ("interruption", "running")
    ]
    desk.clock.move(timedelta(days=40))
    rows = [application_row("A2", tgl_pengajuan="2026-06-16"), application_row("A1")]
    simulator.has(*rows, application_row("A3", tgl_pengajuan="2026-07-20"))
    simulator.behaves()
    assert await desk.read() == 2

    status = await desk.get("status")
    assert (status["circuit"], status["outages"][0]["state"]) == ("closed", "ended")
    assert sorted(one["outside_number"] for one in await desk.told()) == ["A1", "A2", "A3"]


async def test_what_was_issued_is_compared_daily_and_on_demand(
    desk: Desk, simulator: SimulatedSicantik
) -> None:
    def issued(number: str, licence: str, day: str) -> dict[str, Any]:
        return application_row(number, no_izin=licence, tgl_penetapan=day)

    simulator.has(
        issued("A1", "1/X", "2026-06-03"),
        issued("A2", "2/X", "2026-06-04"),
        issued("A3", "3/X", "2026-05-05"),
    )
    desk.permits.issued = [
        {"outside_number": "A1", "number": "1/X", "issued_on": "2026-06-03"},
        {"outside_number": "A2", "number": "20/X", "issued_on": "2026-06-05"},
        {"outside_number": "A4", "number": "4/X", "issued_on": "2026-06-06"},
    ]
    assert await asyncio.gather(*(reconcile_daily(desk.ports) for _ in range(2))) in (
        [1, 0],
        [0, 1],
    )
    assert await reconcile_daily(desk.ports) == 0
    desk.clock.move(timedelta(days=1))
    assert await reconcile_daily(desk.ports) == 1

    answer = await desk.post("reconciliations", {"period": "2026-06"})
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert (found["counted_here"], found["counted_there"]) == (3, 2)
    assert [(one["difference"], one["outside_number"]) for one in found["findings"]] == [
        ("number_differs", "A2"),
        ("date_differs", "A2"),
        ("missing_there", "A4"),
    ]
    listed = (await desk.get("reconciliations"))["items"]
    assert [one["period"] for one in listed] == ["2026-06", "2026-Q2", "2026-Q2"]
    assert ("missing_here", "A3") in {
        (one["difference"], one["outside_number"]) for one in listed[1]["findings"]
    }
    wrong = await desk.post("reconciliations", {"period": "2026-13"})
    assert wrong.status_code == 422
    simulator.behaves("server_error")
    away = await desk.post("reconciliations", {"period": "2026-06"})
    assert (away.status_code, away.json()["code"]) == (503, "unavailable")


async def test_progress_is_shown_as_it_was_last_known_while_sicantik_is_away(
    desk: Desk, simulator: SimulatedSicantik
) -> None:
    simulator.has(application_row("62/1"))
    fresh = await desk.get("progress", number="62/1")
    assert not fresh["is_stale"]
    assert [one["status"] for one in fresh["steps"]] == ["Selesai", "Proses", "Menunggu"]
    simulator.behaves("down")
    desk.clock.move(timedelta(hours=2))
    stale = await desk.get("progress", number="62/1")

    assert stale == fresh | {"is_stale": True}
    headers = desk.as_("front_office")
    unknown = await desk.http.get(f"{BASE}/progress?number=9", headers=headers)
    assert (unknown.status_code, "Retry-After" in unknown.headers) == (503, True)
    simulator.behaves()
    desk.clock.move(timedelta(hours=1))
    gone = await desk.http.get(f"{BASE}/progress?number=9", headers=desk.as_("front_office"))
    assert gone.status_code == 404


async def test_others_see_nothing_of_it(desk: Desk, simulator: SimulatedSicantik) -> None:
    simulator.has(application_row("A1"))
    await desk.read()
    foreign = desk.as_(office=ELSEWHERE)
    assert (await desk.http.get(f"{BASE}/intakes", headers=foreign)).json()["items"] == []
    for path in ("service-map", "progress"):
        query = {"office_code": OFFICE, "number": "A1"}
        seen = await desk.http.get(f"{BASE}/{path}", params=query, headers=foreign)
        assert seen.status_code == 404
    not_here = await desk.http.get(f"{BASE}/progress?number=A1", headers=foreign)
    assert (not_here.status_code, not_here.json()["code"]) == (409, "not_connected")
    for role in ("applicant", "inspector"):
        for method, path in (("GET", "intakes"), ("POST", "service-map")):
            answer = await desk.http.request(method, f"{BASE}/{path}", headers=desk.as_(role))
            assert answer.status_code == 403, path
    inside = f"/internal/intakes/{(await desk.intakes())['A1']['id']}?office_code={OFFICE}"
    assert (await desk.http.get(inside, headers=desk.as_())).status_code == 404
