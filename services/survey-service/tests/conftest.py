"""The real survey of source 002, a clock, and the service on memory or on a database of its own."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer
from survey_service.settings import NAME
from survey_service.testing.service import (
    Listener,
    build_service,
    migrate_service,
    office_changed,
    open_database,
)

OFFICE = "62.02"
NOW = datetime(2024, 7, 3, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def printed() -> dict[str, Any]:
    """The survey of Laporan Kinerja PTSP Triwulan II 2024 as printed, with its 140 rows."""
    text = (Path(__file__).parent / "q2_2024_survey.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
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
        database = open_database(address, clock)
        yield build_service(database, clock=clock, issuer=issuer)
        await database.close()


@pytest.fixture
async def listener(service: ServiceModule) -> Listener:
    """Tells the service facts, as the bus does; two offices are known already."""
    listener = Listener(service)
    await listener.tell(office_changed(OFFICE))
    await listener.tell(office_changed("81.02", time_zone="Asia/Jayapura"))
    return listener


@pytest.fixture
async def http(service: ServiceModule, listener: Listener) -> AsyncIterator[httpx.AsyncClient]:
    async with client(service.app) as http:
        yield http


@pytest.fixture
def administrator(issuer: TestIssuer) -> dict[str, str]:
    return issuer.headers(role="administrator", office=OFFICE)


@pytest.fixture
def front_office(issuer: TestIssuer) -> dict[str, str]:
    return issuer.headers(role="front_office", office=OFFICE)


@pytest.fixture
def head(issuer: TestIssuer) -> dict[str, str]:
    return issuer.headers(role="head", office=OFFICE)
