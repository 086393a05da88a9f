"""The databases behind a running deployment, read as their superuser: what the promises are
checked against."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg

from shared.database.embedded import address_in

SERVICES = ("permit", "survey", "inspection", "reporting", "gateway")


@asynccontextmanager
async def database_of(home: Path, service: str) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection, which no policy binds."""
    address = address_in(home, service).replace("postgresql+asyncpg", "postgresql")
    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()


async def rows(home: Path, service: str, statement: str, *arguments: Any) -> list[asyncpg.Record]:
    """The rows of one statement."""
    async with database_of(home, service) as connection:
        found: list[asyncpg.Record] = await connection.fetch(statement, *arguments)
        return found
