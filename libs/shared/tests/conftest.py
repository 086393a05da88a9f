"""The probe service on a database of its own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from shared.database.engine import Database
from shared.database.keyring import Keyring
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer
from shared.testing.probe import SERVICE, create_probe


@pytest.fixture
async def address(postgres_server: PostgresServer) -> AsyncIterator[str]:
    async with postgres_server.database_copy(SERVICE, create_probe) as address:
        yield address


def open_database(address: str) -> Database:
    return Database(
        address,
        name=SERVICE,
        clock=FixedClock(datetime(2024, 6, 3, 1, 2, 3, 456789, tzinfo=UTC)),
        keyring=Keyring({1: b"d" * 32}, b"i" * 32, b"l" * 32),
    )


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    database = open_database(address)
    yield database
    await database.close()


@pytest.fixture
async def second_database(address: str) -> AsyncIterator[Database]:
    """Another process of the same service."""
    database = open_database(address)
    yield database
    await database.close()
