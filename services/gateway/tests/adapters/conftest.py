"""One suite for every store: on memory and on PostgreSQL."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from gateway.adapters.work import PostgresBegin
from gateway.testing.memory import MemoryDoor
from gateway.testing.service import database_at, migrate_gateway
from shared.identity import Caller
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer

Begin = Callable[[Caller], AbstractAsyncContextManager[Any]]


@pytest.fixture(params=["memory", "postgres"])
async def begin(
    request: pytest.FixtureRequest, postgres_server: PostgresServer, clock: FixedClock
) -> AsyncIterator[Begin]:
    """Opens transactions on a state of the test's own."""
    if request.param == "memory":
        yield MemoryDoor(clock).database.begin
        return
    async with postgres_server.database_copy("gateway", migrate_gateway) as address:
        database = database_at(address, clock=clock)
        yield PostgresBegin(database)
        await database.close()
