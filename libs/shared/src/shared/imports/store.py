"""Imports on PostgreSQL, in a table of `import_table`."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database.keyring import Keyring
from shared.errors import NotFound
from shared.imports.operation import ImportOperation, ImportState
from shared.imports.rows import RowError

_NOTES = "notes"
_FIELDS = frozenset(one.name for one in fields(ImportOperation)) - {_NOTES}
# What no import says of itself.
_HIDDEN = frozenset({"worker", "held_until", "content", "version"})


class PostgresImports:
    """Of the caller's offices; one that is done in its request is written once."""

    def __init__(self, connection: AsyncConnection, table: sa.Table) -> None:
        self._connection = connection
        self._table = table
        self._shown = [one for one in table.c if one.key not in _HIDDEN]
        self._own = {one.key for one in self._shown} - _FIELDS - {_NOTES}

    async def add(self, one: ImportOperation) -> None:
        """Keeps it, in the transaction of its effects."""
        await self._connection.execute(sa.insert(self._table).values(self._row(one)))

    async def get(self, import_id: UUID) -> ImportOperation:
        """Raises NotFound."""
        found = await self._connection.execute(
            sa.select(*self._shown).where(self._table.c.id == import_id)
        )
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return self._import(row)

    def _row(self, one: ImportOperation) -> dict[str, Any]:
        notes = dict(one.notes)
        own = {name: notes.pop(name) for name in self._own & notes.keys()}
        values = {name: getattr(one, name) for name in _FIELDS if name in self._table.c}
        values |= own | {"state": one.state.value}
        values["errors"] = [asdict(error) for error in one.errors]
        return values | ({_NOTES: notes} if _NOTES in self._table.c else {})

    def _import(self, row: Mapping[Any, Any]) -> ImportOperation:
        notes = {name: row[name] for name in self._own}
        # What does not wait for a worker has ended.
        values = {"progress": 1.0} | {name: row[name] for name in _FIELDS if name in row}
        values["state"] = ImportState(row["state"])
        values["errors"] = tuple(RowError(**error) for error in row["errors"])
        return ImportOperation(**values, notes=notes | row.get(_NOTES, {}))


class PostgresLeasedImports(PostgresImports):
    """Imports that wait for a worker, with their sealed files."""

    def __init__(self, connection: AsyncConnection, table: sa.Table, keyring: Keyring) -> None:
        super().__init__(connection, table)
        self._keyring = keyring
        self._runs = table.c.state == ImportState.RUNNING.value

    async def hand_in(self, one: ImportOperation, content: bytes) -> None:
        """Keeps what is to be done."""
        values = self._row(one) | {"content": self._keyring.encrypt(content)}
        await self._connection.execute(sa.insert(self._table).values(values))

    async def content(self, import_id: UUID) -> bytes:
        """The file; raises NotFound when the import has ended."""
        table = self._table
        found = await self._connection.execute(
            sa.select(table.c.content).where(table.c.id == import_id)
        )
        sealed = found.scalar_one_or_none()
        if sealed is None:
            raise NotFound
        return self._keyring.decrypt(sealed)

    async def claim(
        self, worker: UUID, *, now: datetime, until: datetime
    ) -> ImportOperation | None:
        """The oldest that nobody holds, where its office's other imports rest."""
        table = self._table
        other = table.alias("other")
        is_busy = (
            sa.exists()
            .where(other.c.office_code == table.c.office_code, other.c.id != table.c.id)
            .where(other.c.state == ImportState.RUNNING.value, other.c.held_until > now)
        )
        free = sa.or_(table.c.held_until.is_(None), table.c.held_until <= now)
        oldest = (
            sa.select(table.c.id)
            .where(self._runs, free, ~is_busy)
            .order_by(table.c.requested_at, table.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        found = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == oldest)
            .values(worker=worker, held_until=until, attempts=table.c.attempts + 1)
            .returning(*self._shown)
        )
        row = found.mappings().first()
        return None if row is None else self._import(row)

    async def report(
        self, import_id: UUID, worker: UUID, *, progress: float, until: datetime
    ) -> bool:
        """Keeps how far it has come; False when another worker has it."""
        return await self._write(import_id, worker, {"progress": progress, "held_until": until})

    async def finish(self, one: ImportOperation, worker: UUID) -> bool:
        """Keeps how it ended and lets go of the file; False when another worker has it."""
        ended = {"content": None, "worker": None, "held_until": None}
        return await self._write(one.id, worker, self._row(one) | ended)

    async def _write(self, import_id: UUID, worker: UUID, values: Mapping[str, Any]) -> bool:
        table = self._table
        changed = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == import_id, table.c.worker == worker, self._runs)
            .values(values)
            .returning(table.c.id)
        )
        return changed.first() is not None
