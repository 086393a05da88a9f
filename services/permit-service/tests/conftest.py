"""The service on a real database of its own, as a host would build it, and its people."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from permit_service.settings import NAME
from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE, office_changed
from permit_service.testing.memory_work import PASSPHRASE
from permit_service.testing.service import (
    Listener,
    build_service,
    migrate_service,
    open_database,
)
from shared.database.engine import Database
from shared.module import ServiceModule
from shared.testing.certified import certify
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer

# A Monday, nine in the morning in Jayapura.
NOW = datetime(2026, 6, 15, 0, 0, tzinfo=UTC)


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
async def database(database_url: str, clock: FixedClock) -> AsyncIterator[Database]:
    database = open_database(database_url, clock=clock)
    yield database
    await database.close()


@pytest.fixture
async def service(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> ServiceModule:
    certify(tmp_path, username="head.8102", passphrase=PASSPHRASE, clock=clock)
    return build_service(database, issuer=issuer, home=tmp_path)


@pytest.fixture
async def listener(service: ServiceModule) -> Listener:
    """Tells the service facts, as the bus does; two offices are known already."""
    listener = Listener(service)
    await listener.tell(office_changed(OFFICE), office_changed("62.02", gate="none"))
    return listener


@pytest.fixture
async def http(service: ServiceModule, listener: Listener) -> AsyncIterator[httpx.AsyncClient]:
    async with client(service.app) as http:
        yield http


@pytest.fixture
def counter(http: httpx.AsyncClient, issuer: TestIssuer, listener: Listener) -> Counter:
    """Acts for everybody in the story."""
    return Counter(http=http, issuer=issuer, listener=listener)
