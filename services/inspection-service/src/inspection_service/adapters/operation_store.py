"""How imports ended, in PostgreSQL."""

from inspection_service.adapters import register_tables as tables
from inspection_service.adapters.aggregates import AggregateStore, Mapping
from inspection_service.domain.import_operation import ImportOperation


class PostgresOperations(AggregateStore[ImportOperation]):
    """Operations."""

    mapping = Mapping(ImportOperation, tables.import_operation)
