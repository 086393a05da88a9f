"""The map of services, where reading stands, and kept answers, on PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters import tables
from gateway.application.sicantik.intake_ports import Cursor, KeptAnswer, ServiceMapping, Stream
from gateway.domain.integrations.outside_system import OutsideSystem

_map = tables.integration_service_map
_cursor = tables.integration_cursor
_answer = tables.integration_answer
# No stream is put off for longer: a later moment says that the clock was set back since.
LONGEST_WAIT = timedelta(days=2)


class PostgresServiceMap:
    """A row per service of a system."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, system: OutsideSystem, office_code: str) -> Sequence[ServiceMapping]:
        """By the code there."""
        found = await self._connection.execute(
            sa.select(_map)
            .where(_map.c.system == system, _map.c.office_code == office_code)
            .order_by(_map.c.outside_code)
        )
        return [
            ServiceMapping(**dict(row) | {"system": OutsideSystem(row["system"])})
            for row in found.mappings()
        ]

    async def put(self, mapping: ServiceMapping) -> None:
        """In place of what stood there."""
        values = asdict(mapping)
        changed = {name: values[name] for name in ("service_code", "set_by", "set_at")}
        await self._connection.execute(
            insert(_map)
            .values(**values)
            .on_conflict_do_update(
                index_elements=["office_code", "system", "outside_code"], set_=changed
            )
        )


class PostgresCursors:
    """A row per stream, made when it is claimed first."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def claim(
        self,
        system: OutsideSystem,
        office_code: str,
        stream: Stream,
        *,
        now: datetime,
        until: datetime,
    ) -> Cursor | None:
        """Two workers that ask at once: one gets it."""
        await self._connection.execute(
            insert(_cursor)
            .values(office_code=office_code, system=system, stream=stream, due_at=now)
            .on_conflict_do_nothing()
        )
        found = await self._connection.execute(
            sa.update(_cursor)
            .where(
                *_one(system, office_code, stream),
                sa.or_(_cursor.c.due_at <= now, _cursor.c.due_at > now + LONGEST_WAIT),
            )
            .values(due_at=until)
            .returning(_cursor.c.read_until)
        )
        row = found.first()
        if row is None:
            return None
        return Cursor(
            system=system, office_code=office_code, stream=stream, read_until=row.read_until
        )

    async def save(self, cursor: Cursor, *, due_at: datetime) -> None:
        """In place of what stood there."""
        await self._connection.execute(
            sa.update(_cursor)
            .where(*_one(cursor.system, cursor.office_code, cursor.stream))
            .values(read_until=cursor.read_until, due_at=due_at)
        )


class PostgresKeptAnswers:
    """The latest answer to each question."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(
        self, system: OutsideSystem, office_code: str, question: str
    ) -> KeptAnswer | None:
        """As it was kept."""
        found = await self._connection.execute(
            sa.select(_answer.c.as_of, _answer.c.content).where(
                _answer.c.system == system,
                _answer.c.office_code == office_code,
                _answer.c.question == question,
            )
        )
        row = found.first()
        return None if row is None else KeptAnswer(as_of=row.as_of, content=row.content)

    async def keep(
        self, system: OutsideSystem, office_code: str, question: str, answer: KeptAnswer
    ) -> None:
        """The later one stays."""
        values = {"as_of": answer.as_of, "content": answer.content}
        statement = insert(_answer).values(
            office_code=office_code, system=system, question=question, **values
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["office_code", "system", "question"],
                set_=values,
                where=_answer.c.as_of <= statement.excluded.as_of,
            )
        )


def _one(system: OutsideSystem, office_code: str, stream: Stream) -> tuple[Any, ...]:
    return (
        _cursor.c.system == system,
        _cursor.c.office_code == office_code,
        _cursor.c.stream == stream,
    )
