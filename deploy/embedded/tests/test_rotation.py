"""New data keys for a whole deployment, on a real server with all five databases."""

import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy.engine import make_url

from gateway.adapters.work import PostgresRead
from satupintu import rotation
from satupintu.home import SERVICES, Home
from satupintu.prepare import prepare_deployment
from shared.clock import SystemClock
from shared.database.embedded import EmbeddedPostgres
from shared.database.engine import Database, connection_arguments
from shared.identity import Caller
from shared.local_ports import free_port


@dataclass(frozen=True, slots=True)
class Deployment:
    home: Home
    server: EmbeddedPostgres

    def address(self, service: str) -> str:
        return self.server.address(service)

    def key_numbers(self) -> dict[str, list[str]]:
        return {name: list(keys) for name, keys in self.home.secrets().data_keys.items()}

    async def ask(self, service: str, statement: str, *arguments: object) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(**connection_arguments(make_url(self.address(service))))
        try:
            found: list[asyncpg.Record] = await connection.fetch(statement, *arguments)
            return found
        finally:
            await connection.close()

    async def names(self, database: Database) -> set[str]:
        """Everybody's, as the service reads them."""
        read, found = PostgresRead(database), set()
        for row in await self.ask("gateway", "select owner from profile"):
            async with read(Caller(actor=row["owner"])) as stores:
                account = await stores.accounts.get(Caller(actor=row["owner"]).account_id)
                found.add((await stores.profiles.get(account.id)).full_name)
        return found


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def deployment() -> AsyncIterator[Deployment]:
    place = Path(tempfile.mkdtemp(prefix="satupintu-test-"))
    place.chmod(0o711)
    server = EmbeddedPostgres(place / "server", port=free_port(), durable=False)
    try:
        await server.start()
        home = Home(place / "home")
        address = server.address("postgres", tcp=True)
        await prepare_deployment(home, postgres=address, into=place / "settings")
        yield Deployment(home, server)
    finally:
        await server.stop()
        shutil.rmtree(place, ignore_errors=True)


async def test_a_running_service_reads_on_while_keys_come_and_go(deployment: Deployment) -> None:
    home, told = deployment.home, list[str]()
    running = Database(
        deployment.address("gateway"),
        name="gateway",
        clock=SystemClock(),
        keyring=rotation.keyring_of(home, "gateway"),
    )
    before = await deployment.names(running)
    rotation.add_keys(home)
    with pytest.raises(rotation.StillInUse):
        await rotation.retire_old_keys(home, deployment.address)

    # A rotation that was broken off after its key was added goes on with that key.
    await rotation.rotate_home(home, deployment.address, say=told.append, settle_seconds=0.01)
    assert deployment.key_numbers() == {name: ["1", "2"] for name in SERVICES}
    assert await deployment.names(running) == before
    assert await rotation.retire_old_keys(home, deployment.address) == len(SERVICES)

    assert deployment.key_numbers() == {name: ["2"] for name in SERVICES}
    assert await deployment.names(running) == before
    assert len(before) > 0
    [line] = [one for one in told if one.startswith("gateway:")]
    assert not line.startswith("gateway: 0 rows")
    assert json.loads(home.secrets_file.read_text())["index_keys"]
    assert home.secrets_file.stat().st_mode & 0o777 == 0o600
    await running.close()


@pytest.mark.parametrize("service", SERVICES)
async def test_the_role_of_the_keys_may_change_every_sealed_column(
    deployment: Deployment, service: str
) -> None:
    for sealed in rotation.SEALED[service]:
        for column in (*sealed.columns, *sealed.indexed):
            [row] = await deployment.ask(
                service,
                "select has_column_privilege($1, $2, $3, 'update') as may",
                f"{service}_keys",
                sealed.table,
                column,
            )
            assert row["may"], (sealed.table, column)
