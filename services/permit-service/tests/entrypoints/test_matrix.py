"""Every step of an application in every status by everybody, through the API on PostgreSQL: what
`lawful.py` allows is done, and everything else is refused with its code and leaves no trace.

Who asks is judged first, then what was sent, then its version, then the status:
half of those who are turned away send what is wrong in every other way too, and hear the same."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import NamedTuple
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from permit_service.settings import NAME
from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE, office_changed, person
from permit_service.testing.ready import standing_in
from permit_service.testing.service import (
    Listener,
    build_service,
    migrate_service,
    open_database,
)
from shared.database.engine import Database
from shared.identity import Role, system_caller
from shared.module import ServiceModule
from shared.testing.certified import certify
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer

from .lawful import OTHER_OFFICE, PEOPLE, STATUSES, STEPS, Step, expected
from .problems import SECRET, is_problem

NOW = datetime(2026, 6, 15, 0, 0, tzinfo=UTC)
AT_ONCE = 4
STALE = {"If-Match": '"999"'}
TABLES = "select table_name from information_schema.tables where table_schema = 'public'"


def gateway() -> FastAPI:
    """The gateway's answers about who works in an office; the Head is known by the token."""
    app = FastAPI()

    @app.get("/internal/offices/{code}/staff/{username}")
    async def colleague(code: str, username: str) -> dict[str, object]:
        return {
            "account_id": person(Role.FRONT_OFFICE, name="second").actor,
            "username": username,
            "roles": ["front_office"],
            "agency": None,
        }

    return app


class Spoilt(Enum):
    """How a request is wrong by itself."""

    NOT = "not at all"
    OLD = "an old version"
    UNREADABLE = "an old version, and no JSON"


class Attempt(NamedTuple):
    """Who tries what, and what is answered."""

    who: str
    status: str
    application_id: UUID
    spoilt: Spoilt
    answer: tuple[int, str]


def attempts(step: Step, rows: dict[str, list[UUID]]) -> Iterator[Attempt]:
    """All that is refused. Who may not take the step hears so however the request is spoilt; who
    may, hears of its body, then of its version, then of the status."""
    ways = itertools.cycle((Spoilt.NOT, Spoilt.OLD if step.names_who else Spoilt.UNREADABLE))
    for status, who in itertools.product(STATUSES, PEOPLE):
        answer = expected(step, who, status)
        one = Attempt(who, status, rows[status][0], Spoilt.NOT, answer)
        if answer[0] in {401, 403, 404}:
            yield one._replace(spoilt=next(ways))
            continue
        if answer[0] != 200:
            yield one
        yield one._replace(spoilt=Spoilt.OLD, answer=(412, "precondition_failed"))
        if step.body is not None:
            yield one._replace(spoilt=Spoilt.UNREADABLE, answer=(422, "invalid_request"))


@dataclass(slots=True)
class Everybody:
    """One service for the whole matrix, and those who try; each signs in once."""

    service: ServiceModule
    counter: Counter
    _headers: dict[str, dict[str, str]] = field(default_factory=dict)

    async def rows(self, step: Step, count: int) -> dict[str, list[UUID]]:
        """So many applications in each status, as the step needs them."""
        made = {
            status: [
                standing_in(status, at=NOW, stands=step.stands, service_code=step.service)
                for _ in range(count)
            ]
            for status in STATUSES
        }
        async with self.service.app.state.permits.ports.begin(system_caller(NAME, OFFICE)) as work:
            for several in made.values():
                for one in several:
                    await one.add_to(work)
        return {status: [one.id for one in several] for status, several in made.items()}

    async def tries(self, name: str, step: Step, application_id: UUID) -> httpx.Response:
        """Somebody takes a step."""
        if not step.path:
            return await self._amends(application_id, step, self._of(name))
        body = dict(step.body) if step.body is not None else None
        if body is not None and "receipt_number" in body:
            # The treasury gives each receipt a number of its own.
            body["receipt_number"] += f"{application_id} {name}"[:60]
        return await self.counter.post(f"/{application_id}/{step.path}", body, who=self._of(name))

    def _of(self, name: str) -> dict[str, str]:
        if name not in self._headers:
            somebody = PEOPLE[name]
            is_nobody = somebody.role == "nobody"
            self._headers[name] = (
                {} if is_nobody else self.counter.as_(somebody.role, **somebody.seat)
            )
        return self._headers[name]

    async def spoils(
        self, name: str, step: Step, application_id: UUID, spoilt: Spoilt
    ) -> httpx.Response:
        """Somebody takes a step with an old version, and maybe with a body that is none."""
        path = f"/v1/applications/{application_id}" + (f"/{step.path}" if step.path else "")
        method, headers = "POST" if step.path else "PATCH", self._of(name) | STALE
        if spoilt is Spoilt.OLD:
            return await self.counter.http.request(method, path, json=step.body, headers=headers)
        headers |= {"Content-Type": "application/json"}
        return await self.counter.http.request(method, path, content=b"{", headers=headers)

    async def _amends(
        self, application_id: UUID, step: Step, headers: dict[str, str]
    ) -> httpx.Response:
        ports = self.service.app.state.permits.ports
        async with ports.read(system_caller(NAME, OFFICE)) as reading:
            version = (await reading.dossier(application_id)).application.version
        return await self.counter.http.patch(
            f"/v1/applications/{application_id}",
            json=step.body,
            headers=headers | {"If-Match": f'"{version}"'},
        )

    async def try_all(self, step: Step, tried: list[Attempt]) -> list[httpx.Response]:
        """Several at a time, since none of them may do anything."""
        at_once = asyncio.Semaphore(AT_ONCE)

        async def one(attempt: Attempt) -> httpx.Response:
            async with at_once:
                if attempt.spoilt is Spoilt.NOT:
                    return await self.tries(attempt.who, step, attempt.application_id)
                return await self.spoils(attempt.who, step, attempt.application_id, attempt.spoilt)

        return await asyncio.gather(*(one(each) for each in tried))

    async def traces(self) -> tuple[object, ...]:
        """How much is kept, in every table, and how often applications were written."""
        async with self.service.database.read(system_caller(NAME, OFFICE, OTHER_OFFICE)) as sql:
            tables = sorted((await sql.exec_driver_sql(TABLES)).scalars())
            counts = ", ".join(f'(select count(*) from "{one}")' for one in tables)
            text = f"select {counts}, (select sum(version) from application)"
            return tuple((await sql.exec_driver_sql(text)).one())


@pytest.fixture(scope="module")
async def everybody(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Everybody]:
    clock, home = FixedClock(NOW), tmp_path_factory.mktemp("matrix")
    issuer = TestIssuer(clock=clock)
    certify(home, username="head.8102", passphrase=SECRET, clock=clock)
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        database: Database = open_database(address, clock=clock)
        service = build_service(database, issuer=issuer, home=home, services={"gateway": gateway()})
        listener = Listener(service)
        await listener.tell(office_changed(OFFICE), office_changed(OTHER_OFFICE, gate="none"))
        async with client(service.app) as http:
            yield Everybody(service, Counter(http=http, issuer=issuer, listener=listener))
        await database.close()


@pytest.mark.requirement(
    "R003-P02-3b-1", "R003-P06-2", "R003-P06-3", "R003-P07-3-2", "R003-P08-4a", "R003-P08-4c"
)
@pytest.mark.parametrize("name", STEPS)
async def test_a_step_is_taken_where_it_is_lawful_and_leaves_no_trace_elsewhere(
    everybody: Everybody, name: str
) -> None:
    step = STEPS[name]
    rows = await everybody.rows(step, count=2)

    before = await everybody.traces()
    refused = list(attempts(step, rows))
    answers = await everybody.try_all(step, refused)
    for one, answer in zip(refused, answers, strict=True):
        found = (answer.status_code, answer.json().get("code"))
        assert found == one.answer, f"{one}: {answer.text}"
        is_problem(answer, *one.answer)
    assert await everybody.traces() == before

    for status in step.lawful:
        allowed = [who for who in PEOPLE if expected(step, who, status)[0] == 200]
        assert allowed
        for somebody, application_id in zip(allowed, rows[status], strict=False):
            answer = await everybody.tries(somebody, step, application_id)
            assert answer.status_code == 200, f"{status}, {somebody}: {answer.text}"
            assert answer.json()["status"] == step.lawful[status]
        assert await everybody.traces() != before


def test_the_table_says_something_of_every_status_and_every_role() -> None:
    assert {one.role for one in PEOPLE.values()} == {
        *(one.value for one in Role if one is not Role.SYSTEM),
        "nobody",
    }
    moves = {move for step in STEPS.values() for move in step.lawful.items()}
    reached = {after for before, after in moves if after != before}
    assert reached == set(STATUSES) - {"draft"}
