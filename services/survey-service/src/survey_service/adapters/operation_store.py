"""Imports and how they ended."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.imports.operation import ImportState
from shared.imports.store import PostgresImports
from survey_service.adapters.tables import operation as table


class PostgresOperations(PostgresImports):
    """Of the caller's offices."""

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection, table)

    async def has_imported(self, fingerprint: bytes) -> bool:
        """Whether the same file was taken before, with the same settings."""
        found = await self._connection.execute(
            select(table.c.id)
            .where(
                table.c.fingerprint == fingerprint,
                table.c.state == ImportState.SUCCEEDED.value,
                table.c.dry_run.is_(False),
            )
            .limit(1)
        )
        return found.first() is not None
