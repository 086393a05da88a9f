"""Logs of who did and read what are kept as long as the office has set, and end in two looks."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from gateway.adapters.privacy.interaction_log import InteractionLog
from gateway.adapters.privacy.old_records import OwnAccesses, SiblingAccesses
from gateway.adapters.siblings import Siblings
from gateway.adapters.work import PostgresBegin, PostgresRead
from gateway.application.open_deployment import first_accounts, open_deployment
from gateway.application.privacy.forget_logs import forget_logs
from gateway.application.privacy.log_ports import LogPorts
from gateway.domain.privacy.log_retention import RetainedLog
from gateway.entrypoints.api.privacy.log_retention import (
    LogReportAnswer,
    LogRunAnswer,
    LogRunsPage,
)
from gateway.testing.service import build_gateway
from shared.database.access_log import AccessLog
from shared.database.engine import Database
from shared.identity import system_caller
from shared.ids import new_id
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.tokens import TestIssuer

PATH = "/v1/log-retention"
OLD, YOUNG = "2024-01-01", "2026-01-01"
PERIOD = {"days": 366, "effective_from": "2026-06-15", "source": "JRA kantor 2026"}
Headers = dict[str, str]


@dataclass
class Behind:
    """A service with old records of who read what."""

    old: int
    is_away: bool = False
    until: list[str] = field(default_factory=list)

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/internal/access-log/older")
        async def older(office_code: str, until: str) -> dict[str, int]:
            assert not self.is_away
            return {"count": self.old if office_code == "81.02" else 0}

        @app.post("/internal/access-log/destruction")
        async def destroy(body: dict[str, Any]) -> dict[str, int]:
            assert not self.is_away
            self.until.append(body["until"])
            gone, self.old = min(self.old, 2), max(self.old - 2, 0)
            return {"destroyed": gone}

        return app


@dataclass
class Office:
    """The door, what is behind it, and its timer."""

    http: httpx.AsyncClient
    permit: Behind
    ports: LogPorts
    database: Database
    issuer: TestIssuer

    def as_(self, role: str = "administrator", office: str = "81.02") -> Headers:
        return self.issuer.headers(role=role, office=office, actor=new_id())

    async def looked(self) -> int:
        """By two workers at once."""
        return sum(await asyncio.gather(*(forget_logs(self.ports) for _ in range(2))))

    async def kept(self, table: str) -> list[str]:
        async with self.database.read(system_caller("gateway", "81.02")) as connection:
            query = text(f"select at::date::text from {table} where at < '2026-06-01' order by 1")
            return list((await connection.execute(query)).scalars())

    async def runs(self) -> list[Any]:
        answer = await self.http.get(f"{PATH}/runs", headers=self.as_())
        LogRunsPage.model_validate_json(answer.content)
        return list(answer.json()["items"])


@pytest.fixture
async def office(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> AsyncIterator[Office]:
    permit, inspection = Behind(old=5), Behind(old=0)
    services = {"permit": permit.app(), "inspection": inspection.app()}
    gateway = build_gateway(database, clock=clock, issuer=issuer, home=tmp_path, services=services)
    await open_deployment(first_accounts([], lambda: "a first secret of the tests"), gateway.ports)
    siblings = Siblings(services, issuer.system)
    interactions = InteractionLog(database)
    ports = LogPorts(
        clock=clock,
        new_id=new_id,
        begin=PostgresBegin(database),
        read=PostgresRead(database),
        logs={
            RetainedLog.ACCESS_LOG: {
                "gateway": OwnAccesses(AccessLog(database)),
                **{name: SiblingAccesses(name, siblings) for name in services},
            },
            RetainedLog.INTERACTION: {"gateway": interactions},
        },
        destroy_strangers=interactions.destroy_strangers,
    )
    async with database.begin(system_caller("gateway", "81.02")) as work:
        for at in (OLD, YOUNG):
            for whose in ("'81.02'", "null"):
                await work.connection.execute(
                    text(
                        "insert into interaction values (gen_random_uuid(), :at, 'a', '{}',"
                        f" {whose}, 'GET', '/', null, 200, 1, 'r')"
                    ),
                    {"at": datetime.fromisoformat(at).replace(tzinfo=UTC)},
                )
            await work.connection.execute(
                text(
                    "insert into access_log (id, office_code, actor, roles, at, subject_type,"
                    " fields, purpose) values (gen_random_uuid(), '81.02', 'a', '{}', :at,"
                    " 'account', '{}', 'p')"
                ),
                {"at": datetime.fromisoformat(at).replace(tzinfo=UTC)},
            )
    async with client(gateway.app) as http:
        yield Office(http, permit, ports, database, issuer)


async def test_nothing_ends_before_the_office_has_said_so_and_then_what_was_listed(
    office: Office, clock: FixedClock
) -> None:
    administrator = office.as_()
    proposed = await office.http.get(PATH, headers=administrator)
    LogReportAnswer.model_validate_json(proposed.content)
    # Under a proposal there is a list, and no more.
    dry = await office.http.post(f"{PATH}/runs", json={"log": "interaction"}, headers=administrator)
    LogRunAnswer.model_validate_json(dry.content)
    order = f"{PATH}/runs/{dry.json()['id']}/destruction"
    refused = await office.http.post(order, headers=administrator)
    assert await office.looked() == 0

    assert {one["log"]: one["due"] for one in proposed.json()["items"]} == {
        "access_log": {"gateway": 0, "permit": 5, "inspection": 0},
        "interaction": {"gateway": 1},
    }
    assert [one["period"]["confirmed"] for one in proposed.json()["items"]] == [False, False]
    assert (dry.status_code, dry.json()["state"], dry.json()["counts"]) == (
        201,
        "listed",
        {"gateway": 1},
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "period_not_confirmed")
    assert await office.kept("interaction") == [OLD, OLD, YOUNG, YOUNG]

    short = PERIOD | {"log": "interaction", "days": 365}
    too_short = await office.http.post(f"{PATH}/periods", json=short, headers=administrator)
    period = PERIOD | {"log": "interaction"}
    confirmed = await office.http.post(f"{PATH}/periods", json=period, headers=administrator)
    twice = await office.http.post(f"{PATH}/periods", json=period, headers=administrator)
    ordered = await office.http.post(order, headers=administrator)
    again = await office.http.post(order, headers=administrator)
    assert too_short.json()["errors"] == [{"pointer": "/days", "code": "too_short"}]
    assert (confirmed.status_code, confirmed.json()["confirmed"]) == (201, True)
    assert (twice.status_code, twice.json()["code"]) == (409, "period_set_already")
    assert (ordered.status_code, ordered.json()["state"]) == (200, "destroying")
    assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")

    assert await office.looked() == 1
    assert await office.looked() == 0
    # Of those who belong to nobody, another office may want to know yet.
    assert await office.kept("interaction") == [OLD, YOUNG, YOUNG]
    assert next(one for one in await office.runs() if one["id"] == dry.json()["id"])["destroyed_at"]
    assert office.permit.old == 5

    for headers, status in ((office.as_(office="62.02"), 404), (office.as_("head"), 403)):
        path = f"{PATH}?office_code=81.02"
        assert (await office.http.get(path, headers=headers)).status_code == status
        assert (await office.http.post(order, headers=headers)).status_code == status


async def test_by_itself_a_log_ends_a_day_after_it_was_listed_in_every_service(
    office: Office, clock: FixedClock
) -> None:
    for code in ("81.02", "62.02", "53.11"):
        for log in RetainedLog:
            answer = await office.http.post(
                f"{PATH}/periods", json=PERIOD | {"log": log}, headers=office.as_(office=code)
            )
            assert answer.status_code == 201, answer.text

    assert await office.looked() == 0
    listed = {one["log"]: one for one in await office.runs()}
    assert listed["access_log"]["counts"] == {"gateway": 1, "permit": 5, "inspection": 0}
    # A clock that is wrong for less than a day destroys nothing.
    clock.move(timedelta(hours=-30))
    assert await office.looked() == 0
    clock.move(timedelta(hours=30))
    assert await office.looked() == 0
    assert await office.kept("access_log") == [OLD, YOUNG]

    clock.move(timedelta(days=1))
    office.permit.is_away = True
    await office.looked()
    assert office.permit.old == 5
    office.permit.is_away = False
    await office.looked()

    assert await office.kept("access_log") == [YOUNG]
    assert await office.kept("interaction") == [YOUNG, YOUNG]
    assert office.permit.old == 0
    assert set(office.permit.until) == {"2025-06-14T00:00:00+00:00"}
    async with office.database.read(system_caller("gateway", "81.02")) as connection:
        told = await connection.execute(
            text("select type from event_log where type = 'gateway.log_records_destroyed'")
        )
        assert len(told.all()) == 2
    # The database itself lets nothing younger than a year go.
    async with office.database.begin(system_caller("gateway", "81.02")) as work:
        for table in ("interaction", "access_log"):
            gone = await work.connection.execute(text(f"delete from {table}"))
            assert gone.rowcount == 0
