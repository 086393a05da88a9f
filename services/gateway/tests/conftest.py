"""The gateway on a real database of its own, as a host would build it, and its people."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from gateway.adapters.accounts.passwords import Argon2Passwords
from gateway.application.open_deployment import FirstAccount, first_accounts, open_deployment
from gateway.bootstrap import GatewayModule
from gateway.testing.memory import MemoryDoor
from gateway.testing.oss_door import OssDoor, oss_door
from gateway.testing.service import build_gateway, database_at, migrate_gateway
from shared.database.engine import Database
from shared.ids import new_id
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.oss import SimulatedOss, simulated_oss
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer

# A Monday, nine in the morning in Jayapura.
NOW = datetime(2026, 6, 15, 0, 0, tzinfo=UTC)
Headers = dict[str, str]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def issuer(clock: FixedClock) -> TestIssuer:
    return TestIssuer(clock=clock)


@pytest.fixture
def memory(clock: FixedClock) -> MemoryDoor:
    return MemoryDoor(clock)


@pytest.fixture
async def database(postgres_server: PostgresServer, clock: FixedClock) -> AsyncIterator[Database]:
    async with postgres_server.database_copy("gateway", migrate_gateway) as address:
        database = database_at(address, clock=clock)
        yield database
        await database.close()


@pytest.fixture
def gateway(
    database: Database, clock: FixedClock, issuer: TestIssuer, tmp_path: Path
) -> GatewayModule:
    return build_gateway(database, clock=clock, issuer=issuer, home=tmp_path)


@pytest.fixture
async def http(gateway: GatewayModule) -> AsyncIterator[httpx.AsyncClient]:
    async with client(gateway.app) as one:
        yield one


@pytest.fixture
def administrator(issuer: TestIssuer) -> Headers:
    """An administrator of office 81.02."""
    return issuer.headers(role="administrator", office="81.02", actor=new_id())


@pytest.fixture
async def opened(gateway: GatewayModule) -> tuple[FirstAccount, ...]:
    """The first start, with two agencies; its many secrets are hashed with little effort."""
    number = iter(range(1000))
    accounts = first_accounts(["bapenda", "dlh"], lambda: f"a first secret {next(number)}")
    quick = Argon2Passwords(memory_kib=8, passes=1)
    await open_deployment(accounts, replace(gateway.ports, passwords=quick))
    return accounts


@pytest.fixture(scope="session")
def running_oss(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedOss]:
    """One for all tests; each has permits of its own there."""
    with simulated_oss(tmp_path_factory.mktemp("oss")) as one:
        yield one


@pytest.fixture
def simulator(running_oss: SimulatedOss) -> Iterator[SimulatedOss]:
    """The same, and it behaves again afterwards."""
    yield running_oss
    running_oss.behaves()


@pytest.fixture
async def oss_desk(
    postgres_server: PostgresServer, simulator: SimulatedOss
) -> AsyncIterator[OssDoor]:
    """The part of the gateway that tells OSS."""
    async with oss_door(postgres_server, simulator, at=NOW) as one:
        yield one
