"""One suite for both: transactions in memory, and on a PostgreSQL of their own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from reporting_service.adapters.work import PostgresGate
from reporting_service.application.ports import Begin
from reporting_service.settings import NAME
from reporting_service.testing import memory_database, migrate_service
from shared.database.engine import Database
from shared.database.keyring import Keyring
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer

NOW = datetime(2024, 7, 3, 2, tzinfo=UTC)


@pytest.fixture(params=["memory", "postgres"])
async def begin(
    request: pytest.FixtureRequest, postgres_server: PostgresServer
) -> AsyncIterator[Begin]:
    clock = FixedClock(NOW)
    if request.param == "memory":
        yield memory_database(clock).begin
        return
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        keyring = Keyring({1: b"d" * 32}, b"i" * 32, b"l" * 32)
        database = Database(address, name=NAME, clock=clock, keyring=keyring)
        yield PostgresGate(database).begin
        await database.close()
