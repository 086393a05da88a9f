"""What is entered in OSS by hand, on PostgreSQL."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import oss_entry as table
from gateway.adapters.tables import oss_record as records
from gateway.application.oss.entry_ports import EntryQuery
from gateway.domain.oss.entry import EntryKind, EntryState, OssEntry, OssValue
from gateway.domain.oss.record import RecordState
from shared.errors import NotFound, StaleVersion

_IS_OPEN = table.c.state == EntryState.OPEN


class PostgresOssEntries:
    """The entries of the caller's offices. `holds` where a transaction will write them."""

    def __init__(self, connection: AsyncConnection, *, holds: bool) -> None:
        self._connection = connection
        self._holds = holds

    async def add(self, entries: Iterable[OssEntry]) -> None:
        """In one statement."""
        rows = [asdict(one) for one in entries]
        if rows:
            await self._connection.execute(sa.insert(table), rows)

    async def get(self, entry_id: UUID) -> OssEntry:
        """Raises NotFound."""
        query = sa.select(table).where(table.c.id == entry_id)
        found = await self._connection.execute(query.with_for_update() if self._holds else query)
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return _entry(row)

    async def save(self, entry: OssEntry) -> OssEntry:
        """Under the version that was read."""
        saved = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == entry.id, table.c.version == entry.version)
            .values(**asdict(entry) | {"version": entry.version + 1})
            .returning(table)
        )
        row = saved.mappings().first()
        if row is None:
            raise StaleVersion
        return _entry(row)

    async def page(self, query: EntryQuery) -> Sequence[OssEntry]:
        """Newest first, one more than the limit."""
        conditions: list[sa.ColumnElement[bool]] = []
        if query.states:
            conditions.append(table.c.state.in_(query.states))
        if query.kind is not None:
            conditions.append(table.c.kind == query.kind)
        if query.overdue_on is not None:
            conditions += [_IS_OPEN, table.c.due_on < query.overdue_on]
        if query.before is not None:
            conditions.append(table.c.id < query.before)
        found = await self._connection.execute(
            sa.select(table).where(*conditions).order_by(table.c.id.desc()).limit(query.limit + 1)
        )
        return [_entry(row) for row in found.mappings()]

    async def of_matters(self, matter_ids: Collection[UUID], kind: EntryKind) -> Sequence[OssEntry]:
        """The oldest first, held."""
        found = await self._connection.execute(
            sa.select(table)
            .where(table.c.matter_id.in_(matter_ids), table.c.kind == kind)
            .order_by(table.c.id)
            .with_for_update()
        )
        return [_entry(row) for row in found.mappings()]

    async def of_events(self, event_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """By event, where it led to one alone."""
        if not event_ids:
            return {}
        found = await self._connection.execute(
            sa.select(table.c.event_id, sa.func.array_agg(table.c.id).label("ids"))
            .where(table.c.event_id.in_(event_ids))
            .group_by(table.c.event_id)
        )
        return {row.event_id: row.ids[0] for row in found if len(row.ids) == 1}

    async def note_sent(self, event_id: UUID, *, at: datetime) -> None:
        """Held first: of two records that are accepted at once, the later sees the other."""
        held = await self._connection.execute(
            sa.select(table.c.id).where(table.c.event_id == event_id, _IS_OPEN).with_for_update()
        )
        ids = held.scalars().all()
        if not ids:
            return
        missing = sa.exists().where(
            records.c.event_id == event_id, records.c.state != RecordState.ACCEPTED
        )
        await self._connection.execute(
            sa.update(table)
            .where(table.c.id.in_(ids), ~missing)
            .values(state=EntryState.SENT, settled_at=at, version=table.c.version + 1)
        )

    async def unwarned(self, *, due_by: date, limit: int) -> Sequence[OssEntry]:
        """The first that are due, held."""
        return await self._due(table.c.due_on <= due_by, table.c.warned_at.is_(None), limit=limit)

    async def overdue_untold(self, *, today: date, limit: int) -> Sequence[OssEntry]:
        """The longest due, held."""
        return await self._due(
            table.c.due_on < today, table.c.overdue_told_at.is_(None), limit=limit
        )

    async def _due(self, *conditions: sa.ColumnElement[bool], limit: int) -> Sequence[OssEntry]:
        found = await self._connection.execute(
            sa.select(table)
            .where(_IS_OPEN, *conditions)
            .order_by(table.c.due_on, table.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_entry(row) for row in found.mappings()]


def _entry(row: Mapping[str, Any] | sa.RowMapping) -> OssEntry:
    value = row["oss_value"]
    return OssEntry(
        **dict(row)
        | {
            "kind": EntryKind(row["kind"]),
            "state": EntryState(row["state"]),
            "oss_value": None if value is None else OssValue(value),
        }
    )
