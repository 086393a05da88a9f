"""Imports and how they ended."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.imports.rows import RowError
from survey_service.adapters.tables import operation as table
from survey_service.application.operation import Operation, OperationState


class PostgresOperations:
    """Of the caller's offices."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, operation: Operation) -> None:
        """Keeps how an import ended, in the transaction of its effects."""
        await self._connection.execute(insert(table).values(asdict(operation)))

    async def get(self, operation_id: UUID) -> Operation | None:
        """The operation, if it is the caller's to see."""
        found = await self._connection.execute(select(table).where(table.c.id == operation_id))
        row = found.first()
        if row is None:
            return None
        values = dict(row._mapping)
        faults = tuple(RowError(**fault) for fault in values.pop("faults"))
        state = OperationState(values.pop("state"))
        return Operation(**values, state=state, faults=faults)

    async def has_imported(self, fingerprint: bytes) -> bool:
        """Whether the same file was taken before, with the same settings."""
        found = await self._connection.execute(
            select(table.c.id)
            .where(
                table.c.fingerprint == fingerprint,
                table.c.state == OperationState.SUCCEEDED.value,
                table.c.dry_run.is_(False),
            )
            .limit(1)
        )
        return found.first() is not None
