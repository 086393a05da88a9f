"""Transactions of an office in memory and on PostgreSQL, for the suites that both pass."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import pytest

from inspection_service.adapters.work import PostgresWork
from inspection_service.application.ports import Work
from inspection_service.settings import NAME
from inspection_service.testing import MemorySupervision, database_at, migrate_service
from shared.identity import Caller
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer

NOW = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)

Begin = Callable[[Caller], AbstractAsyncContextManager[Work]]


@pytest.fixture(params=["memory", "postgres"])
async def begin(
    request: pytest.FixtureRequest, postgres_server: PostgresServer
) -> AsyncIterator[Begin]:
    clock = FixedClock(NOW)
    if request.param == "memory":
        yield MemorySupervision(clock, passphrase="-").ports.begin
        return
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        database = database_at(address, clock=clock)

        @asynccontextmanager
        async def on_postgres(caller: Caller) -> AsyncIterator[Work]:
            async with database.begin(caller) as transaction:
                yield PostgresWork(transaction, database.keyring)

        yield on_postgres
        await database.close()
