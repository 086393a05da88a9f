"""The service on a real database of its own, as a host would build it."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from reporting_service.bootstrap import NAME
from reporting_service.testing import Listener, build_service, migrate_service
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer

OFFICE = "62.02"
NOW = datetime(2024, 7, 3, 2, 0, tzinfo=UTC)
PRINTED = Path(__file__).parent / "q2_2024_printed.json"


@pytest.fixture(scope="session")
def printed() -> dict[str, Any]:
    """The tables of Laporan Kinerja PTSP Triwulan II 2024 as printed."""
    found: dict[str, Any] = json.loads(PRINTED.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def issuer(clock: FixedClock) -> TestIssuer:
    return TestIssuer(clock=clock)


@pytest.fixture
async def service(
    postgres_server: PostgresServer, clock: FixedClock, issuer: TestIssuer
) -> AsyncIterator[ServiceModule]:
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        module = build_service(address, clock=clock, issuer=issuer)
        yield module
        await module.database.close()


@pytest.fixture
async def listener(service: ServiceModule) -> Listener:
    """Tells the service facts, as the bus does; office 62.02 is known already."""
    listener = Listener(service)
    await listener.tell_office()
    return listener


@pytest.fixture
async def http(service: ServiceModule, listener: Listener) -> AsyncIterator[httpx.AsyncClient]:
    async with client(service.app) as http:
        yield http


@pytest.fixture
def administrator(issuer: TestIssuer) -> dict[str, str]:
    return issuer.headers(role="administrator", office=OFFICE)


@pytest.fixture
def head(issuer: TestIssuer) -> dict[str, str]:
    return issuer.headers(role="head", office=OFFICE)


@pytest.fixture
def front_office(issuer: TestIssuer) -> dict[str, str]:
    return issuer.headers(role="front_office", office=OFFICE)
