"""The staff's commitment to standards on PostgreSQL."""

from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.store.rows import Row
from permit_service.adapters.tables import standard_acknowledgement as table
from permit_service.domain.standard_acknowledgement import Acknowledgement, StandardKind

_KEY = ("service_code", "document", "version", "account")


class PostgresStandardAcknowledgements:
    """In the caller's transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, one: Acknowledgement, *, office_code: str) -> Acknowledgement | None:
        """Keeps it; returns the one that was kept before."""
        added = await self._connection.execute(
            insert(table)
            .values(asdict(one) | {"office_code": office_code})
            .on_conflict_do_nothing()
            .returning(table.c.account)
        )
        if added.first() is not None:
            return None
        same = {name: getattr(one, name) for name in _KEY}
        found = await self._connection.execute(
            sa.select(table).filter_by(office_code=office_code, **same)
        )
        return _acknowledgement(found.mappings().one())

    async def of(self, office_code: str) -> list[Acknowledgement]:
        """Every one of the office, oldest first."""
        found = await self._connection.execute(
            sa.select(table)
            .filter_by(office_code=office_code)
            .order_by(table.c.acknowledged_at, table.c.account, table.c.document)
        )
        return [_acknowledgement(row) for row in found.mappings()]


def _acknowledgement(row: Row) -> Acknowledgement:
    return Acknowledgement(
        service_code=row["service_code"],
        document=StandardKind(row["document"]),
        version=row["version"],
        account=row["account"],
        username=row["username"],
        acknowledged_at=row["acknowledged_at"],
    )
