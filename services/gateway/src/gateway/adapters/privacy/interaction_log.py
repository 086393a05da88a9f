"""The record of interactions on PostgreSQL.

A request leaves its record in memory and goes on; what has come together in a quarter of a second
is one insert. A process that is killed loses that quarter (ADR 0040): what a command did stands in
the event log, and who read personal data in the access log, both before the answer.
"""

import asyncio
import json
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from prometheus_client import Counter

from gateway.adapters.tables import interaction as table
from gateway.application.privacy.interaction_ports import InteractionQuery
from gateway.domain.privacy.interaction import Interaction
from shared.database.engine import Database
from shared.database.faults import is_away
from shared.identity import Caller, system_caller
from shared.telemetry import logger

log = logger(__name__)

LINGER_SECONDS = 0.25
AWAY_SECONDS = 1.0
MAX_AT_ONCE = 1_000
MAX_WAITING = 20_000
FORGET_BATCH = 5_000

UNRECORDED = Counter("interactions_unrecorded_total", "Requests that left no record at the door")

_COLUMNS = (
    "id uuid, at timestamptz, actor text, roles text[], office_code text, method text, route text,"
    " subject uuid, status smallint, milliseconds integer, request_id text"
)
_NAMES = ", ".join(one.split()[0] for one in _COLUMNS.split(", "))
_INSERT = (
    f"insert into interaction ({_NAMES}) select {_NAMES}"  # noqa: S608 - no value is part of it
    f" from jsonb_to_recordset($1::jsonb) as record({_COLUMNS}) on conflict do nothing"
)


class InteractionLog:
    """Keeps at most MAX_WAITING in memory while the database is away, and counts what is lost."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[Interaction] = deque()
        self._writing: asyncio.Task[None] | None = None
        database.before_close(self._finish)

    def note(self, interaction: Interaction) -> None:
        """Returns at once."""
        if len(self._waiting) >= MAX_WAITING:
            UNRECORDED.inc()
            return
        self._waiting.append(interaction)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write())

    async def page(self, caller: Caller, query: InteractionQuery) -> Sequence[Interaction]:
        """Under the caller's rights, newest first, one more than the limit."""
        conditions: list[sa.ColumnElement[bool]] = []
        if query.actor is not None:
            conditions.append(table.c.actor == query.actor)
        if query.before is not None:
            conditions.append(table.c.id < query.before)
        if query.since is not None:
            conditions.append(table.c.at >= query.since)
        if query.until is not None:
            conditions.append(table.c.at < query.until)
        asked = sa.select(table).where(*conditions).order_by(table.c.id.desc())
        async with self._database.read(caller) as connection:
            found = await connection.execute(asked.limit(query.limit + 1))
            return [_interaction_of(row) for row in found.mappings()]

    async def older(self, office_code: str, until: datetime) -> int:
        """How many of an office's people are from before a moment."""
        return await self._older(office_code, until, table.c.office_code == office_code)

    async def destroy(self, office_code: str, until: datetime) -> int:
        """One batch of them."""
        return await self._destroy(office_code, until, table.c.office_code == office_code)

    async def destroy_strangers(self, office_code: str, until: datetime) -> int:
        """One batch of those who belong to no office, in the name of one that sees them."""
        return await self._destroy(office_code, until, table.c.office_code.is_(None))

    async def _older(self, office_code: str, until: datetime, whose: sa.ColumnElement[bool]) -> int:
        async with self._database.read(system_caller("gateway", office_code)) as connection:
            found = await connection.execute(
                sa.select(sa.func.count()).where(whose, table.c.at < until)
            )
            return int(found.scalar_one())

    async def _destroy(
        self, office_code: str, until: datetime, whose: sa.ColumnElement[bool]
    ) -> int:
        """The database lets go of what is a year old and of nothing else."""
        some = sa.select(table.c.id).where(whose, table.c.at < until)
        some = some.order_by(table.c.id).limit(FORGET_BATCH)
        async with self._database.begin(system_caller("gateway", office_code)) as transaction:
            gone = await transaction.connection.execute(
                sa.delete(table).where(table.c.id.in_(some))
            )
            return gone.rowcount

    async def _write(self) -> None:
        await asyncio.sleep(LINGER_SECONDS)
        while self._waiting:
            await self._write_some()

    async def _write_some(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(MAX_AT_ONCE, len(self._waiting)))]
        try:
            await self._database.fetch_all(_INSERT, _json(batch))
        except asyncio.CancelledError:
            self._waiting.extendleft(reversed(batch))
            raise
        except Exception as error:
            if is_away(error):
                self._waiting.extendleft(reversed(batch))
                await asyncio.sleep(AWAY_SECONDS)
                return
            UNRECORDED.inc(len(batch))
            log.error("interactions_not_recorded", count=len(batch), error=type(error).__name__)

    async def _finish(self) -> None:
        """What is left when the process is told to stop; once, so that it can stop."""
        if self._writing is not None:
            self._writing.cancel()
            with suppress(asyncio.CancelledError):
                await self._writing
        try:
            if self._waiting:
                await self._database.fetch_all(_INSERT, _json(self._waiting))
        except Exception as error:
            log.error("interactions_not_recorded", error=type(error).__name__)
        self._waiting.clear()


def _json(interactions: Sequence[Interaction] | deque[Interaction]) -> str:
    return json.dumps([asdict(one) for one in interactions], default=str)


def _interaction_of(row: Any) -> Interaction:
    return Interaction(**dict(row) | {"roles": tuple(row["roles"])})
