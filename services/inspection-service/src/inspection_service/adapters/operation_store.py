"""How imports ended, in PostgreSQL."""

from inspection_service.adapters import register_tables as tables
from inspection_service.adapters.aggregates import AggregateStore, Mapping
from inspection_service.domain.import_operation import ImportOperation


class PostgresOperations(AggregateStore[ImportOperation]):
    """Operations."""

    mapping = Mapping(ImportOperation, tables.import_operation)

    async def latest(self) -> ImportOperation | None:
        """The newest import that took something."""
        taken = await self.where(tables.import_operation.c.dry_run.is_(False))
        return taken[-1] if taken else None
