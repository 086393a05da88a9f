"""Imports on PostgreSQL, and the register that they are entered into, by the hundred."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.licences import columns_of_licence, licence_of
from permit_service.adapters.tables import licence, public_token
from permit_service.adapters.tables import licence_import as table
from permit_service.application.sign_licence import LICENCE, LICENCE_ID
from permit_service.domain.licence import Licence
from permit_service.domain.licence_import import ImportState, LicenceImport
from shared.database.keyring import Keyring
from shared.errors import NotFound
from shared.imports.rows import RowError

_FIELDS = tuple(one.name for one in fields(LicenceImport))
_SHOWN = tuple(table.c[name] for name in _FIELDS)
_RUNS = table.c.state == ImportState.RUNNING.value


class PostgresLicenceImports:
    """Of the caller's offices."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def add(self, one: LicenceImport, content: bytes) -> None:
        """Keeps what is to be done."""
        values = _columns(one) | {"content": self._keyring.encrypt(content)}
        await self._connection.execute(sa.insert(table).values(values))

    async def get(self, import_id: UUID) -> LicenceImport:
        """Raises NotFound."""
        found = await self._connection.execute(sa.select(*_SHOWN).where(table.c.id == import_id))
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return _import(row)

    async def content(self, import_id: UUID) -> bytes:
        """The file; raises NotFound when the import has ended."""
        found = await self._connection.execute(
            sa.select(table.c.content).where(table.c.id == import_id)
        )
        sealed = found.scalar_one_or_none()
        if sealed is None:
            raise NotFound
        return self._keyring.decrypt(sealed)

    async def claim(self, worker: UUID, *, now: datetime, until: datetime) -> LicenceImport | None:
        """The oldest that nobody holds, where its office's other imports rest."""
        other = table.alias("other")
        is_busy = (
            sa.exists()
            .where(other.c.office_code == table.c.office_code, other.c.id != table.c.id)
            .where(other.c.state == ImportState.RUNNING.value, other.c.held_until > now)
        )
        free = sa.or_(table.c.held_until.is_(None), table.c.held_until <= now)
        oldest = (
            sa.select(table.c.id)
            .where(_RUNS, free, ~is_busy)
            .order_by(table.c.requested_at, table.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        found = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == oldest)
            .values(worker=worker, held_until=until, attempts=table.c.attempts + 1)
            .returning(*_SHOWN)
        )
        row = found.mappings().first()
        return None if row is None else _import(row)

    async def report(
        self, import_id: UUID, worker: UUID, *, progress: float, until: datetime
    ) -> bool:
        """Keeps how far it has come; False when another worker has it."""
        return await self._write(import_id, worker, {"progress": progress, "held_until": until})

    async def finish(self, one: LicenceImport, worker: UUID) -> bool:
        """Keeps how it ended and lets go of the file; False when another worker has it."""
        ended = {"content": None, "worker": None, "held_until": None}
        return await self._write(one.id, worker, _columns(one) | ended)

    async def _write(self, import_id: UUID, worker: UUID, values: Mapping[str, Any]) -> bool:
        changed = await self._connection.execute(
            sa.update(table)
            .where(table.c.id == import_id, table.c.worker == worker, _RUNS)
            .values(values)
            .returning(table.c.id)
        )
        return changed.first() is not None


class PostgresLicenceBook:
    """The register of licences, many at a time."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def under(self, office_code: str, numbers: Sequence[str]) -> Mapping[str, Licence]:
        """Those that an office keeps under these numbers."""
        if not numbers:
            return {}
        found = await self._connection.execute(
            sa.select(licence).where(
                licence.c.office_code == office_code, licence.c.number.in_(numbers)
            )
        )
        kept = [licence_of(row, self._keyring) for row in found.mappings()]
        return {one.number: one for one in kept}

    async def enter(self, licences: Sequence[Licence]) -> list[Licence]:
        """Keeps those whose number is not taken, with their public tokens; returns them."""
        if not licences:
            return []
        made = await self._connection.execute(
            insert(licence)
            .on_conflict_do_nothing(index_elements=["office_code", "number"])
            .returning(licence.c.id),
            [columns_of_licence(one, self._keyring) for one in licences],
        )
        ids = set(made.scalars())
        entered = [one for one in licences if one.id in ids]
        tokens = [
            {"kind": kind, "token": token, "office_code": one.office_code, "target": one.id}
            for one in entered
            for kind, token in ((LICENCE, one.verification_token), (LICENCE_ID, str(one.id)))
        ]
        if tokens:
            await self._connection.execute(sa.insert(public_token), tokens)
        return entered


def _columns(one: LicenceImport) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _FIELDS}
    return values | {
        "state": one.state.value,
        "columns": dict(one.columns),
        "faults": [asdict(fault) for fault in one.faults],
    }


def _import(row: Any) -> LicenceImport:
    values = {name: row[name] for name in _FIELDS}
    return LicenceImport(
        **values
        | {
            "state": ImportState(values["state"]),
            "faults": tuple(RowError(**one) for one in values["faults"]),
        }
    )
