"""The service on a real database of its own, as a host would build it, and its people."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import httpx
import pytest
from fastapi import FastAPI

from inspection_service.settings import NAME
from inspection_service.testing import (
    Desk,
    Listener,
    build_service,
    count,
    database_at,
    migrate_service,
    run_until,
)
from shared.module import ServiceModule
from shared.testing.certified import certify
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer

OFFICE = "53.11"
NIB = "1234567890123"
PASSPHRASE = "a passphrase of the tests"
# A Monday, nine in the morning at the office.
NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)

Headers = dict[str, str]
As = Callable[..., Headers]


def permit_that_answers() -> FastAPI:
    """The permit service's side: every licence has a holder with a name and an address."""
    app = FastAPI()

    @app.get("/internal/licences/{licence_id}")
    async def licence(licence_id: UUID) -> dict[str, Any]:
        return {"holder_name": "Toko Contoh", "location": {"address": "Jl. Contoh 1"}}

    return app


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def issuer(clock: FixedClock) -> TestIssuer:
    return TestIssuer(clock=clock)


@pytest.fixture
async def database_url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        yield address


@pytest.fixture
async def service(
    database_url: str, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> AsyncIterator[ServiceModule]:
    database = database_at(database_url, clock=clock)
    certify(tmp_path, username="head.5311", passphrase=PASSPHRASE, clock=clock)
    yield build_service(
        database, issuer=issuer, home=tmp_path, services={"permit": permit_that_answers()}
    )
    await database.close()


@pytest.fixture
async def listener(service: ServiceModule) -> Listener:
    """Tells the service facts, as the bus does; office 53.11 is known already."""
    listener = Listener(service)
    await listener.tell_office()
    return listener


@pytest.fixture
async def http(service: ServiceModule, listener: Listener) -> AsyncIterator[httpx.AsyncClient]:
    async with client(service.app) as http:
        yield http


@pytest.fixture
def acting(issuer: TestIssuer) -> As:
    """`acting("head")`: always the same account for a role and office, with its username."""

    def headers(role: str, *, office: str = OFFICE) -> Headers:
        return issuer.headers(
            role=role,
            office=office,
            actor=uuid5(NAMESPACE_OID, f"{role} {office}"),
            username=f"{role}.{office.replace('.', '')}",
        )

    return headers


@pytest.fixture
def desk(http: httpx.AsyncClient, acting: As) -> Desk:
    """Acts for the office's people on the business with NIB."""
    return Desk(http=http, acting=acting, nib=NIB, passphrase=PASSPHRASE)


@pytest.fixture
async def licence_id(listener: Listener) -> str:
    """The business's licence, issued this year."""
    return str(await listener.tell_licence(nib=NIB))


Complete = Callable[[], Awaitable[None]]


@pytest.fixture
def complete(service: ServiceModule) -> Complete:
    """Lets the completing timer ask until everything is answered."""

    async def all_answered() -> bool:
        return await count(service, "enquiry") == 0

    async def step() -> None:
        await run_until(service.loops[0], all_answered)

    return step
