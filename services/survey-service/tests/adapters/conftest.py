"""One suite over memory and PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.identity import system_caller
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer
from survey_service.adapters.work import PostgresStorage
from survey_service.settings import NAME
from survey_service.testing.memory_work import MemoryStorage
from survey_service.testing.service import migrate_service, open_database

NOW = datetime(2024, 5, 6, 3, 0, tzinfo=UTC)
HERE = system_caller("survey", "62.02")
ELSEWHERE = system_caller("survey", "81.02")
MAY = date(2024, 5, 1)
QUARTER = (date(2024, 4, 1), date(2024, 6, 30))


@pytest.fixture(params=["memory", "postgres"])
async def storage(
    request: pytest.FixtureRequest, postgres_server: PostgresServer
) -> AsyncIterator[Any]:
    if request.param == "memory":
        yield MemoryStorage(FixedClock(NOW))
        return
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        database = open_database(address, FixedClock(NOW))
        yield PostgresStorage(database)
        await database.close()
