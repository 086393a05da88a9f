"""The relay: takes what is unpublished, oldest first, and gives it to the bus.

One relay per database holds an advisory lock. No transaction is open while it publishes. A row
leaves `unpublished` only after the bus took it; a row that fails holds back its own key alone.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import asyncpg

from shared.contracts.event import tells_actor
from shared.database.engine import SESSION_SETTINGS, Database, connection_arguments
from shared.database.faults import is_away
from shared.messaging.contract import Bus, Message
from shared.messaging.metrics import BACKLOG, PUBLISHED, RELAY_FAILED
from shared.telemetry import logger

log = logger(__name__)

BATCH = 500
MAX_WAITING_KEYS = 1_000
POLL_SECONDS = 0.25
SETTLE_SECONDS = 0.05
RETRY_SECONDS = 0.5
CHANNEL = "unpublished"

_LOCK = "select pg_try_advisory_lock(hashtext('relay'))"
_OLDEST = """
select e.id, e.type, e.version, e.office, e.subject_type, e.subject, e.sequence, e.key,
  e.key_sequence, e.occurred_at, e.data, e.correlation, e.causation, e.actor
from unpublished u join event_log e on e.id = u.event_id
where e.key <> all($1::text[])
order by u.local_order limit $2
"""
_MOVE = """
with moved as (
  delete from unpublished where event_id = any($1::uuid[]) returning event_id, local_order
)
insert into feed (position, event_id)
select (select coalesce(max(position), 0) from feed) + row_number() over (order by local_order),
  event_id
from moved
"""


class Relay:
    """Moves one database's events to the bus; `run` lasts until it is cancelled."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus
        self._waiting: dict[UUID, tuple[str, asyncio.Future[None]]] = {}
        self._held_until: dict[str, float] = {}

    async def run(self) -> None:
        """Publishes whenever this relay holds the lock; a lost connection is made again."""
        while True:
            try:
                await self._run_connected()
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("relay_disconnected", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def _run_connected(self) -> None:
        connection = await self.connect()
        try:
            while not await connection.fetchval(_LOCK):  # noqa: ASYNC110 - another process's lock
                await asyncio.sleep(RETRY_SECONDS)
            await connection.add_listener(CHANNEL, self._hinted)
            while True:
                if not await self.step(connection):
                    await self._pause()
        finally:
            with suppress(Exception):  # it is gone, however it says so
                await asyncio.wait_for(connection.close(), 1)

    async def connect(self) -> asyncpg.Connection:
        """A session under the relay's role, on a connection of its own."""
        settings: Mapping[str, str] = SESSION_SETTINGS | {
            "role": f"{self._database.name}_relay",
            "application_name": f"{self._database.name} relay",
        }
        return await asyncpg.connect(
            **connection_arguments(self._database.url), server_settings=dict(settings)
        )

    async def step(self, connection: asyncpg.Connection) -> int:
        """Publishes one batch and moves what the bus has taken; returns how many rows moved."""
        rows: Sequence[asyncpg.Record] = []
        if len(self._waiting) < MAX_WAITING_KEYS:
            rows = await connection.fetch(_OLDEST, self._held_keys(), BATCH)
        messages = [_message(row) for row in rows]
        for message, future in zip(messages, self._bus.publish(messages), strict=True):
            self._waiting[message.id] = (message.key, future)
        BACKLOG.labels(self._database.name).set(len(self._waiting))
        if not self._waiting:
            return 0
        await self._settle()
        taken = self._collect()
        if taken:
            await connection.execute(_MOVE, taken)
            PUBLISHED.labels(self._database.name).inc(len(taken))
        return len(taken)

    def _held_keys(self) -> list[str]:
        now = asyncio.get_running_loop().time()
        self._held_until = {key: at for key, at in self._held_until.items() if at > now}
        return [*self._held_until, *{key for key, _ in self._waiting.values()}]

    async def _settle(self) -> None:
        """Waits until all is taken, or briefly, so that one slow key does not hold the others."""
        futures = [future for _, future in self._waiting.values()]
        await asyncio.wait(futures, timeout=SETTLE_SECONDS)

    def _collect(self) -> list[UUID]:
        taken: list[UUID] = []
        for event_id, (key, future) in list(self._waiting.items()):
            if not future.done():
                continue
            del self._waiting[event_id]
            if future.cancelled() or future.exception() is not None:
                self._held_until[key] = asyncio.get_running_loop().time() + RETRY_SECONDS
                RELAY_FAILED.labels(self._database.name).inc()
            else:
                taken.append(event_id)
        return taken

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(SETTLE_SECONDS if self._waiting else POLL_SECONDS):
                await self._database.written.wait()
        self._database.written.clear()

    def _hinted(self, *_: Any) -> None:
        self._database.written.set()


def _message(row: asyncpg.Record) -> Message:
    told = dict(row.items())
    if not tells_actor(told["type"], told["version"]):
        del told["actor"]
    return Message(**told)


class Notifier:
    """Tells a relay in another process that something was written: one NOTIFY for many commits,
    on a connection of its own, never inside a command's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self) -> None:
        """Lasts until it is cancelled; without a connection the relay's poll is enough."""
        while True:
            try:
                await self._run_connected()
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("notifier_disconnected", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def _run_connected(self) -> None:
        connection = await asyncpg.connect(**connection_arguments(self._database.url))
        try:
            while True:
                await self._database.written.wait()
                self._database.written.clear()
                await connection.execute(f"notify {CHANNEL}")
        finally:
            with suppress(Exception):  # it is gone, however it says so
                await asyncio.wait_for(connection.close(), 1)
