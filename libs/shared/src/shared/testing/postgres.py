"""Real PostgreSQL for tests: one throwaway server per run, one clean database per test that asks.

A template per service is migrated once per run. A copy of it goes from test to test, emptied in
between: making one costs more than most tests do. What a run made is gone after it.
`TEST_POSTGRES_URL` names a server to use instead of our own.
"""

import asyncio
import contextlib
import fcntl
import inspect
import itertools
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest_asyncio
from sqlalchemy.engine import URL, make_url

from shared.database.embedded import EmbeddedPostgres
from shared.testing.copies import Original, read_original, was_emptied

# The fixtures read the environment themselves: a test run has no settings of a service.
_URL_VARIABLE = "TEST_POSTGRES_URL"
_PREFIX = "satupintu-test-"
_ABANDONED_AFTER_SECONDS = 600.0

_DISCONNECT_OTHERS = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = $1 and pid <> pg_backend_pid()"""

Migrate = Callable[[str], Awaitable[None] | None]


class PostgresServer:
    """A server for tests, on which databases come and go."""

    def __init__(self, address: str) -> None:
        """`address` is the SQLAlchemy address of a superuser's database."""
        self._address = make_url(address)
        self._run = secrets.token_hex(3)
        self._numbers = itertools.count(1)
        self._templates: dict[str, asyncio.Task[Original]] = {}
        self._idle: dict[str, list[str]] = {}
        # Who empties a copy stays connected to it: what it looked up once it knows the next time.
        self._kept: dict[str, asyncpg.Connection] = {}

    def address(self, database: str = "postgres") -> str:
        """The superuser's SQLAlchemy address of a database."""
        return _text(self._address.set(database=database))

    @contextlib.asynccontextmanager
    async def database_copy(self, service: str, migrate: Migrate) -> AsyncIterator[str]:
        """Yields the superuser's address of a database as this service's migrations left it.

        `migrate` is called once per run with the address of the template; one that is not
        asynchronous is called in a thread, so that it may run an event loop of its own.
        """
        if service not in self._templates:
            self._templates[service] = asyncio.create_task(self._template(service, migrate))
        original = await self._templates[service]
        idle = self._idle.setdefault(service, [])
        name = idle.pop() if idle else await self._copy(original.name, service)
        try:
            yield self.address(name)
        finally:
            if await self._emptied(name, original):
                idle.append(name)
            else:
                await self._drop(name)

    @contextlib.asynccontextmanager
    async def empty_database(self) -> AsyncIterator[str]:
        """Yields the superuser's address of a fresh database with nothing in it."""
        name = self._name("empty")
        await self._execute(f'create database "{name}"')
        try:
            yield self.address(name)
        finally:
            await self._execute(f'drop database "{name}" with (force)')

    async def close(self) -> None:
        """Drops what the run made."""
        for making in self._templates.values():
            with contextlib.suppress(Exception):
                await self._drop((await making).name)
        for name in itertools.chain.from_iterable(self._idle.values()):
            await self._drop(name)

    def disconnect(self) -> None:
        """Leaves the copies as they are."""
        for kept in self._kept.values():
            kept.terminate()
        self._kept.clear()

    async def _copy(self, template: str, label: str) -> str:
        name = self._name(label)
        await self._execute(f'create database "{name}" template "{template}" strategy file_copy')
        return name

    async def _emptied(self, name: str, original: Original) -> bool:
        connection = await self._keeper(name)
        await connection.execute(_DISCONNECT_OTHERS, name)
        return await was_emptied(connection, original)

    async def _keeper(self, name: str) -> asyncpg.Connection:
        """A superuser's connection to a copy, made anew where the test before has ended it."""
        if (kept := self._kept.pop(name, None)) is not None:
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await kept.execute("select 1")
                self._kept[name] = kept
                return kept
        self._kept[name] = await self._connect(name)
        return self._kept[name]

    async def _drop(self, name: str) -> None:
        if (kept := self._kept.pop(name, None)) is not None:
            kept.terminate()
        await self._execute(f'drop database "{name}" with (force)')

    async def _template(self, service: str, migrate: Migrate) -> Original:
        name = self._name(f"template_{service}")
        await self._execute(f'create database "{name}"')
        if inspect.iscoroutinefunction(migrate):
            await migrate(self.address(name))
        else:
            outcome = await asyncio.to_thread(migrate, self.address(name))
            if outcome is not None:
                await outcome
        async with self._connected(name) as connection:
            original = await read_original(connection, name)
        # A template can only be copied while nobody is connected to it.
        await self._execute(f'alter database "{name}" with allow_connections false')
        await self._execute(_DISCONNECT_OTHERS, name)
        return original

    def _name(self, label: str) -> str:
        return f"{label}_{self._run}_{next(self._numbers)}"

    async def _execute(self, statement: str, *values: str) -> None:
        async with self._connected(self._address.database or "postgres") as connection:
            await connection.execute(statement, *values)

    @contextlib.asynccontextmanager
    async def _connected(self, database: str) -> AsyncIterator[asyncpg.Connection]:
        connection = await self._connect(database)
        try:
            yield connection
        finally:
            await connection.close()

    async def _connect(self, database: str) -> asyncpg.Connection:
        address = self._address.set(drivername="postgresql", database=database)
        return await asyncpg.connect(_text(address))


@contextlib.asynccontextmanager
async def throwaway_server() -> AsyncIterator[PostgresServer]:
    """A server that is gone afterwards, or the one that TEST_POSTGRES_URL names."""
    if given := os.environ.get(_URL_VARIABLE):
        server = PostgresServer(given)
        try:
            yield server
        finally:
            await server.close()
        return
    _remove_abandoned()
    home = _temporary_home()
    embedded = EmbeddedPostgres(home, durable=False)
    try:
        await embedded.start()
        server = PostgresServer(embedded.address("postgres"))
        yield server
        server.disconnect()
    finally:
        await embedded.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_server() -> AsyncIterator[PostgresServer]:
    """The server of this test run."""
    async with throwaway_server() as server:
        yield server


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _temporary_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix=_PREFIX))
    # The server's own account passes through; what is in there has modes of its own.
    home.chmod(0o711)
    return home


def _remove_abandoned() -> None:
    """Takes away what runs left behind that were killed: nobody holds the lock of their server."""
    for home in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            is_old = time.time() - home.stat().st_mtime > _ABANDONED_AFTER_SECONDS
            with (home / "postgres" / "owner.pid").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if is_old:
                    shutil.rmtree(home, ignore_errors=True)
