"""Imports of the catalogue on PostgreSQL: the caller's office's."""

from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import catalogue_import as table
from permit_service.domain.catalogue_import import CatalogueImport, EntryFault, ImportState
from shared.errors import NotFound

_FIELDS = tuple(one.name for one in fields(CatalogueImport))


class PostgresCatalogueImports:
    """Rows that are written once."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, one: CatalogueImport) -> None:
        """Keeps it."""
        values: dict[str, Any] = {name: getattr(one, name) for name in _FIELDS}
        values |= {
            "state": one.state.value,
            "services": [dict(service) for service in one.services],
            "faults": [asdict(fault) for fault in one.faults],
        }
        await self._connection.execute(sa.insert(table).values(values))

    async def get(self, import_id: UUID) -> CatalogueImport:
        """Raises NotFound."""
        found = await self._connection.execute(sa.select(table).where(table.c.id == import_id))
        row = found.mappings().first()
        if row is None:
            raise NotFound
        values = dict(row) | {
            "state": ImportState(row["state"]),
            "services": tuple(row["services"]),
            "faults": tuple(EntryFault(**one) for one in row["faults"]),
        }
        return CatalogueImport(**values)
