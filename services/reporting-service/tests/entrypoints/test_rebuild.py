"""A rebuild from the owners' logs gives the same report, passes over what is refused, and leaves
alone what exists here only."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from reporting_service.application.rebuild_read_models import go_on_with_rebuilds
from reporting_service.domain.survey import ELEMENTS
from reporting_service.settings import NAME
from reporting_service.testing import (
    Listener,
    build_service,
    memory_ports,
    migrate_service,
    owner_of,
)
from shared.contracts.event import Event
from shared.contracts.permit import ApplicationSubmittedV1, ApplicationValidatedV1, LicenceIssuedV1
from shared.contracts.survey import ResponseRecordedV1
from shared.messaging.contract import Message
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer

REPORT = "/v1/reports/quarterly/2024/2?office_code=62.02"
PERFORMANCE = "/v1/service-performance?office_code=62.02&period=2024-Q2"
REBUILDS = "/v1/reports/rebuilds"


@pytest.fixture
def log() -> list[Message]:
    """What the owners have told, from the beginning."""
    return []


@pytest.fixture
async def service(
    postgres_server: PostgresServer, clock: FixedClock, issuer: TestIssuer, log: list[Message]
) -> AsyncIterator[ServiceModule]:
    owners = {
        name: owner_of(log, system=issuer.system, service=name)
        for name in ("gateway", "permit", "survey", "inspection")
    }
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        module = build_service(address, clock=clock, issuer=issuer, owners=owners)
        yield module
        await module.database.close()


def facts() -> list[Event]:
    application = uuid4()
    return [
        ApplicationSubmittedV1(
            office_code="62.02",
            application_id=application,
            service_code="PBG",
            channel="MANUAL",
            mode="assisted",
            receipt_number="1",
            submitted_at=datetime(2024, 4, 1, tzinfo=UTC),
        ),
        ApplicationValidatedV1(
            office_code="62.02",
            application_id=application,
            service_code="PBG",
            channel="MANUAL",
            mode="assisted",
            survey_gate="exempt",
            validated_at=datetime(2024, 4, 4, tzinfo=UTC),
        ),
        LicenceIssuedV1(
            office_code="62.02",
            licence_id=uuid4(),
            application_id=application,
            service_code="PBG",
            channel="MANUAL",
            number="1/2024",
            issued_on=date(2024, 4, 5),
            signed_at=datetime(2024, 4, 5, tzinfo=UTC),
            working_days=4,
        ),
        ResponseRecordedV1(
            office_code="62.02",
            response_id=uuid4(),
            answered_on=date(2024, 4, 6),
            collection_mode="gate",
            answers=dict.fromkeys(ELEMENTS, 3),
        ),
    ]


async def run(service: ServiceModule, http: httpx.AsyncClient, asked: httpx.Response) -> Any:
    """Lets the worker go on until the rebuild is done."""
    (loop,) = service.loops
    headers = {"Authorization": asked.request.headers["Authorization"]}
    working = asyncio.ensure_future(loop.run())
    try:
        async with asyncio.timeout(20):
            while True:
                found = (await http.get(asked.headers["Location"], headers=headers)).json()
                if found["state"] == "succeeded":
                    return found
                await asyncio.sleep(0.02)
    finally:
        working.cancel()


async def tables(http: httpx.AsyncClient, headers: dict[str, str]) -> Any:
    report = (await http.get(REPORT, headers=headers)).json()
    times = (await http.get(PERFORMANCE, headers=headers)).json()
    return [report["tables"], report["annexes"], times]


async def test_a_rebuild_gives_the_same_report(
    service: ServiceModule,
    listener: Listener,
    log: list[Message],
    administrator: dict[str, str],
    head: dict[str, str],
) -> None:
    officer = str(uuid4())
    await listener.tell(*facts(), by=officer)
    log += listener.told
    count = {
        "year": 2024,
        "month": 5,
        "channel": "MANUAL",
        "kind": "SLF",
        "measure": "licences",
        "count": 2,
        "source": "register",
    }
    async with client(service.app) as http:
        await http.post("/v1/licence-count-imports", json=count, headers=administrator)
        before = await tables(http, head)
        assert [one["account_id"] for one in before[2]["officers"]] == [officer]
        asked = await http.post(REBUILDS, headers=administrator)
        assert asked.status_code == 202
        assert (await tables(http, head)) != before
        done = await run(service, http, asked)
        assert (done["state"], done["progress"], done["applied"]) == ("succeeded", 1, 5)
        assert await tables(http, head) == before


async def test_a_rebuild_beside_living_listeners_counts_nothing_twice(
    service: ServiceModule,
    listener: Listener,
    log: list[Message],
    administrator: dict[str, str],
) -> None:
    told = facts()
    await listener.tell(told[0])
    async with client(service.app) as http:
        asked = await http.post(REBUILDS, headers=administrator)
        await listener.tell(*told[1:])
        log += listener.told
        await run(service, http, asked)
        (recaps, *_), (documents, *_), _ = await tables(http, administrator)
        assert recaps["rows"][0][2:] == ["1", "0", "0", "1"]
        assert documents["rows"] == [["1", "PBG", "MANUAL", "1", "1", "0", "0", "0"]]


async def test_what_is_refused_is_passed_over_and_the_rest_goes_on(
    service: ServiceModule,
    listener: Listener,
    log: list[Message],
    administrator: dict[str, str],
) -> None:
    poison = ResponseRecordedV1(
        office_code="62.02",
        response_id=uuid4(),
        answered_on=date(2024, 4, 6),
        collection_mode="gate",
        answers={"PERSYARATAN": 9},
    )
    await listener.tell(poison)
    await listener.tell(*facts())
    log += listener.told
    async with client(service.app) as http:
        asked = await http.post(REBUILDS, headers=administrator)
        await run(service, http, asked)
        found, _, _ = await tables(http, administrator)
        index = next(one for one in found if one["id"] == "survey_index")
        assert index["totals"]["Responden"] == "1"


async def test_only_an_administrator_rebuilds_and_only_the_own_office(
    service: ServiceModule,
    listener: Listener,
    administrator: dict[str, str],
    head: dict[str, str],
    issuer: TestIssuer,
) -> None:
    await listener.tell_office("53.11")
    async with client(service.app) as http:
        assert (await http.post(REBUILDS, headers=head)).status_code == 403
        asked = await http.post(REBUILDS, headers=administrator)
        stranger = issuer.headers(role="administrator", office="53.11")
        place = asked.headers["Location"]
        assert (await http.get(place, headers=stranger)).status_code == 404


async def test_without_a_rebuild_there_is_nothing_to_do() -> None:
    _, ports = memory_ports()
    assert not await go_on_with_rebuilds(ports)
