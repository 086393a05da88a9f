"""Links to documents on PostgreSQL."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import document_link as table
from permit_service.domain.document_link import DocumentLink, LinkedDocument
from shared.errors import NotFound

_FIELDS = tuple(one.name for one in fields(DocumentLink))


class PostgresDocumentLinks:
    """Those of the caller's offices."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, link: DocumentLink) -> None:
        """Keeps one; that of the same document which was in force ends."""
        await self._connection.execute(
            sa.update(table)
            .where(table.c.application_id == link.application_id)
            .where(table.c.document == link.document.value)
            .where(table.c.ended_at.is_(None))
            .values(ended_at=link.issued_at)
        )
        values = {name: getattr(link, name) for name in _FIELDS}
        await self._connection.execute(
            sa.insert(table).values(values | {"document": link.document.value})
        )

    async def hold(self, link_id: UUID) -> DocumentLink:
        """One link, held until the transaction ends; raises NotFound."""
        found = await self._connection.execute(
            sa.select(table).where(table.c.id == link_id).with_for_update()
        )
        row = found.mappings().first()
        if row is None:
            raise NotFound
        return _link(row)

    async def save(self, link: DocumentLink) -> None:
        """Writes what was downloaded."""
        await self._connection.execute(
            sa.update(table)
            .where(table.c.id == link.id)
            .values(window_began_at=link.window_began_at, downloads=link.downloads)
        )

    async def of(self, application_id: UUID) -> Sequence[DocumentLink]:
        """Those of an application, the oldest first."""
        found = await self._connection.execute(
            sa.select(table).where(table.c.application_id == application_id).order_by(table.c.id)
        )
        return [_link(row) for row in found.mappings()]


def _link(row: Any) -> DocumentLink:
    values = {name: row[name] for name in _FIELDS}
    return DocumentLink(**values | {"document": LinkedDocument(row["document"])})
