"""How imports ended, in PostgreSQL."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from inspection_service.adapters.tables import import_operation as table
from inspection_service.application.import_businesses import KIND
from shared.database.keyring import Keyring
from shared.imports.operation import ImportState
from shared.imports.store import PostgresLeasedImports


class PostgresOperations(PostgresLeasedImports):
    """Operations, and the sealed files of those that wait for a worker."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        super().__init__(connection, table, keyring)

    async def latest(self) -> UUID | None:
        """The newest import of businesses that took something."""
        taken = (table.c.state == ImportState.SUCCEEDED.value, table.c.dry_run.is_(False))
        found = await self._connection.execute(
            sa.select(table.c.id)
            .where(table.c.kind == KIND, *taken)
            .order_by(table.c.id.desc())
            .limit(1)
        )
        return found.scalar_one_or_none()
