"""How imports ended, in PostgreSQL."""

from inspection_service.adapters import register_tables as tables
from inspection_service.adapters.aggregates import AggregateStore, Mapping
from inspection_service.domain.import_operation import ImportKind, ImportOperation


class PostgresOperations(AggregateStore[ImportOperation]):
    """Operations."""

    mapping = Mapping(ImportOperation, tables.import_operation)

    async def latest(self) -> ImportOperation | None:
        """The newest import of businesses that took something."""
        columns = tables.import_operation.c
        taken = await self.where(columns.dry_run.is_(False), columns.kind == ImportKind.BUSINESSES)
        return taken[-1] if taken else None
