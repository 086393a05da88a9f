"""The suite over the stores runs on memory and on PostgreSQL alike."""

from collections.abc import AsyncIterator

import pytest

from permit_service.adapters.store.desk import PostgresDesk
from permit_service.settings import NAME
from permit_service.testing.memory_work import MemoryDesk
from permit_service.testing.service import migrate_service, open_database
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer

from .stores import Desk, furnished


@pytest.fixture(params=["memory", "postgres"])
async def desk(
    request: pytest.FixtureRequest, clock: FixedClock, postgres_server: PostgresServer
) -> AsyncIterator[Desk]:
    if request.param == "memory":
        memory = MemoryDesk(clock)
        yield await furnished(Desk(memory.begin, memory.read, memory.direct))
        return
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        database = open_database(address, clock=clock)
        postgres = PostgresDesk(database)
        yield await furnished(Desk(postgres.begin, postgres.read, postgres.direct))
        await database.close()
