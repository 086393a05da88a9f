"""One service's database: transactions in which rights, state, marks and events are one thing.

Leaving a `begin` block commits, raising rolls back; nothing else commits. The caller is set
before any row is looked at, so that row-level security holds for every statement.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from shared.clock import Clock
from shared.database.keyring import Keyring
from shared.errors import AlreadyHandled, InFlight
from shared.identity import Caller
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once

ResultT = TypeVar("ResultT")

_SET_CALLER = text(
    "select set_config('app.offices', :offices, true), set_config('app.actor', :actor, true)"
)
_MARK = text(
    "insert into once_mark (mark, fingerprint) values (:mark, :fingerprint)"
    " on conflict (mark) do nothing returning mark"
)
_STORE_ANSWER = text("update once_mark set answer = :answer where mark = :mark")
_LOCK_NOT_AVAILABLE = "55P03"

SESSION_SETTINGS = {
    "jit": "off",
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}


class Transaction:
    """What a use case works in. The service's own work wraps it with its stores."""

    def __init__(
        self, connection: AsyncConnection, *, caller: Caller, now: datetime, once: Once | None
    ) -> None:
        self.connection = connection
        self.caller = caller
        self.now = now
        self.once = once
        self.events = EventRecorder()
        self._answer: bytes | None = None

    def answer(self, result: ResultT) -> ResultT:
        """Keeps the result as what a repetition of this request is answered with."""
        if self.once is not None and self.once.render is not None:
            self._answer = self.once.render(result)
        return result

    async def fetch(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """One plain statement ($1, …) in this transaction, for what is set-based and hot."""
        raw = await self.connection.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None
        assert driver.is_in_transaction(), "the first statement goes through `connection`"
        rows: list[asyncpg.Record] = await driver.fetch(statement, *arguments)
        return rows

    async def mark(self) -> None:
        """Writes the once-mark; raises AlreadyHandled when it stands, InFlight when another
        writer holds it for longer than the lock time-out."""
        if self.once is None:
            return
        found = await self.connection.execute(
            _MARK, {"mark": self.once.mark, "fingerprint": self.once.fingerprint}
        )
        if found.first() is None:
            raise AlreadyHandled

    async def tell_so_far(self) -> None:
        """Appends what was told until now, and lets go of it: for a transaction that tells of more
        new things than should be held at once. Two transactions that tell of the same keys must
        not do so, since their order of locking would differ."""
        await self.events.write(self.connection, actor=self.caller.actor, at=self.now)
        self.events.written += len(self.events.added)
        self.events.added = []

    async def finish(self) -> None:
        """Writes the events and the answer, as the last statements before the commit."""
        await self.events.write(self.connection, actor=self.caller.actor, at=self.now)
        if self._answer is not None and self.once is not None:
            await self.connection.execute(
                _STORE_ANSWER, {"answer": self._answer, "mark": self.once.mark}
            )


class Database:
    """A service's own database under its application role, with a pool for hot statements."""

    def __init__(
        self, url: str, *, name: str, clock: Clock, keyring: Keyring, pool_size: int = 5
    ) -> None:
        self.name = name
        self.url = make_url(url)
        self.clock = clock
        self.keyring = keyring
        self.written = asyncio.Event()
        # Consumer groups that gave up: a process that has one is not ready for work.
        self.stopped_groups: set[str] = set()
        self._before_close: list[Callable[[], Awaitable[None]]] = []
        self._after_commit: list[Callable[[], None]] = [self.written.set]
        settings = SESSION_SETTINGS | {"role": f"{name}_app", "application_name": name}
        self._engine: AsyncEngine = create_async_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=5,
            pool_pre_ping=False,
            connect_args={"server_settings": settings},
        )
        self._hot_settings = settings
        self._hot_size = pool_size * 2
        self._hot: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()

    async def close(self) -> None:
        """Closes every connection, once what waits to be written was written."""
        for finish in self._before_close:
            await finish()
        await self._engine.dispose()
        if self._hot is not None:
            await self._hot.close()
            self._hot = None

    def before_close(self, finish: Callable[[], Awaitable[None]]) -> None:
        """Registers what has something to write before the connections close."""
        self._before_close.append(finish)

    def after_commit(self, tell: Callable[[], None]) -> None:
        """Registers a hint that something was written; a hint may be lost, a poll is the truth."""
        self._after_commit.append(tell)

    def was_written(self) -> None:
        """Gives the hints; hot statements that append events call it themselves."""
        for tell in self._after_commit:
            tell()

    @asynccontextmanager
    async def begin(
        self, caller: Caller, *, once: Once | None = None, is_set: bool = True
    ) -> AsyncIterator[Transaction]:
        """A transaction for the caller. With `once`, the mark is written first: a second writer
        of the same mark waits, then gets AlreadyHandled. Where the caller is not set here, the
        first statement does it, on `connection`, or no office's rows are seen."""
        async with self._engine.connect() as connection, connection.begin():
            if is_set:
                await _set_caller(connection, caller)
            transaction = Transaction(connection, caller=caller, now=self.clock.now(), once=once)
            with _in_flight_when_locked(once):
                await transaction.mark()
            yield transaction
            await transaction.finish()
        if transaction.events.added or transaction.events.written:
            self.was_written()

    @asynccontextmanager
    async def read(self, caller: Caller) -> AsyncIterator[AsyncConnection]:
        """A read-only transaction in which the caller's rows alone are visible."""
        async with self._engine.connect() as connection, connection.begin():
            await connection.execute(text("set transaction read only"))
            await _set_caller(connection, caller)
            yield connection

    async def hot(self) -> asyncpg.Pool:
        """The pool for commands and reads that are one statement, prepared once."""
        if self._hot is None:
            async with self._opening:
                if self._hot is None:
                    self._hot = await asyncpg.create_pool(
                        **connection_arguments(self.url),
                        min_size=0,
                        max_size=self._hot_size,
                        server_settings=self._hot_settings,
                        reset=_keep_session,
                    )
        return self._hot

    async def fetch_one(self, statement: str, *arguments: object) -> asyncpg.Record | None:
        """One statement, its own transaction; it must set the caller itself."""
        pool = await self.hot()
        row: asyncpg.Record | None = await pool.fetchrow(statement, *arguments)
        return row

    async def fetch_all(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """As `fetch_one`, all rows."""
        pool = await self.hot()
        rows: list[asyncpg.Record] = await pool.fetch(statement, *arguments)
        return rows

    async def stored_answer(self, mark: str) -> tuple[bytes | None, bytes | None] | None:
        """(fingerprint, sealed answer) of a mark that stands, else nothing."""
        row = await self.fetch_one(
            "select fingerprint, answer from once_mark where mark = $1", mark
        )
        return None if row is None else (row["fingerprint"], row["answer"])

    async def is_ready(self) -> bool:
        """Whether it answers, and no consumer group of this process has stopped."""
        return not self.stopped_groups and await self.is_alive()

    async def is_alive(self) -> bool:
        """Whether a statement gets an answer within two seconds."""
        try:
            async with asyncio.timeout(2):
                return await self.fetch_one("select 1") is not None
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False


def connection_arguments(url: URL) -> dict[str, Any]:
    """What asyncpg's own connect takes, from an SQLAlchemy address."""
    return {
        "host": url.query.get("host", url.host),
        "port": url.port or int(str(url.query.get("port", 5432))),
        "user": url.username,
        "password": url.password,
        "database": url.database,
    }


async def _set_caller(connection: AsyncConnection, caller: Caller) -> None:
    await connection.execute(
        _SET_CALLER, {"offices": ",".join(caller.offices), "actor": caller.actor}
    )


async def _keep_session(_connection: object) -> None:
    """Hot statements leave nothing behind in a session, so there is nothing to reset."""


@contextmanager
def _in_flight_when_locked(once: Once | None) -> Iterator[None]:
    """Turns the lock time-out on somebody else's mark into InFlight."""
    try:
        yield
    except DBAPIError as error:
        if once is not None and getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
            raise InFlight from error
        raise
