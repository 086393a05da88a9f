"""Imports that the release before has kept, and keeps while it still runs, are shown as before."""

from uuid import UUID

from reporting_service.adapters.tables import import_operation
from reporting_service.settings import NAME
from shared.imports.store import PostgresImports
from shared.testing.imports import outliving
from shared.testing.postgres import PostgresServer

_ERROR = '{"row": 2, "column": "Bulan", "code": "month_unknown"}'
OLD = (
    "insert into import_operation (id, office_code, kind, state, rows, accepted, errors, dry_run,"
    " notes, finished_at) values (:id, '62.02', 'licence_counts', 'failed', 5, 0,"
    f" '[{_ERROR}, {_ERROR}]', false, '{{}}', now())",
)


async def test_kept_imports_outlive_their_migration(postgres_server: PostgresServer) -> None:
    async with outliving(
        postgres_server, "reporting_service", service=NAME, before="0013", old=OLD
    ) as connection:
        store = PostgresImports(connection, import_operation)
        kept, during = [await store.get(UUID(int=number)) for number in (1, 11)]
        assert (kept.state, kept.rows, kept.refused) == ("failed", 5, 1)
        assert (len(kept.errors), during.errors) == (2, kept.errors)
