"""The outage log on PostgreSQL; nothing in it is ever deleted."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import integration_outage as table
from gateway.domain.integrations.outage import Outage, OutageKind
from gateway.domain.integrations.outside_system import OutsideSystem
from shared.errors import NotFound, StaleVersion


class PostgresOutages:
    """The entries of the caller's offices. `holds` where a transaction will write them."""

    def __init__(self, connection: AsyncConnection, *, holds: bool) -> None:
        self._connection = connection
        self._holds = holds

    async def add(self, outage: Outage) -> None:
        """Keeps it."""
        await self._connection.execute(sa.insert(table).values(**asdict(outage)))

    async def get(self, outage_id: UUID) -> Outage:
        """Raises NotFound."""
        query = sa.select(table).where(table.c.id == outage_id)
        found = await self._connection.execute(query.with_for_update() if self._holds else query)
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return _outage(row)

    async def save(self, outage: Outage) -> Outage:
        """Under the version that was read."""
        saved = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == outage.id, table.c.version == outage.version)
            .values(**asdict(outage) | {"version": outage.version + 1})
            .returning(table)
        )
        row = saved.mappings().first()
        if row is None:
            raise StaleVersion
        return _outage(row)

    async def touching(
        self, system: OutsideSystem, office_code: str, *, start: datetime, end: datetime | None
    ) -> Sequence[Outage]:
        """The latest start first."""
        query = (
            sa.select(table)
            .where(
                table.c.system == system,
                table.c.office_code == office_code,
                ~table.c.called_off,
                sa.or_(table.c.ended_at.is_(None), table.c.ended_at >= start),
            )
            .order_by(table.c.started_at.desc(), table.c.id.desc())
        )
        if end is not None:
            query = query.where(table.c.started_at <= end)
        if self._holds:
            query = query.with_for_update()
        return [_outage(row) for row in (await self._connection.execute(query)).mappings()]

    async def page(
        self,
        *,
        system: OutsideSystem | None,
        kind: OutageKind | None,
        office_code: str | None = None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[Outage]:
        """Newest entry first, one more than the limit."""
        query = sa.select(table).order_by(table.c.id.desc()).limit(limit + 1)
        if system is not None:
            query = query.where(table.c.system == system)
        if kind is not None:
            query = query.where(table.c.kind == kind)
        if office_code is not None:
            query = query.where(table.c.office_code == office_code)
        if before is not None:
            query = query.where(table.c.id < before)
        return [_outage(row) for row in (await self._connection.execute(query)).mappings()]

    async def untold(self, *, until: datetime, limit: int) -> Sequence[Outage]:
        """The earliest start first, held."""
        is_over = sa.and_(
            table.c.ended_at <= until, table.c.ended_at.is_distinct_from(table.c.told_end)
        )
        found = await self._connection.execute(
            sa.select(table)
            .where(
                ~table.c.called_off,
                table.c.started_at <= until,
                sa.or_(table.c.told_start.is_(None), is_over),
            )
            .order_by(table.c.started_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_outage(row) for row in found.mappings()]


def _outage(row: Any) -> Outage:
    values = dict(row)
    return Outage(
        **values | {"system": OutsideSystem(values["system"]), "kind": OutageKind(values["kind"])}
    )
