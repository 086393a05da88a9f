"""Imports that the release before has kept, and keeps while it still runs, are shown as before."""

from uuid import UUID

from inspection_service.adapters.tables import import_operation
from inspection_service.settings import NAME
from shared.imports.store import PostgresImports
from shared.testing.imports import outliving
from shared.testing.postgres import PostgresServer

_INSERT = (
    "insert into import_operation (id, office_code, kind, sha256, rows, accepted, refused, dry_run,"
    " finished_at, errors, unchanged, findings) values (:id, '53.11',"
)
_ERROR = """'[{"row": 2, "column": "kind", "code": "unknown"}]'"""
OLD = (
    f"{_INSERT} 'businesses', 'ab', 3, 2, 1, false, now(), {_ERROR}, 0, '[]')",
    f"{_INSERT} 'complaints', 'cd', 3, 0, 1, false, now(), {_ERROR}, 1, {_ERROR})",
)


async def test_kept_imports_outlive_their_migration(postgres_server: PostgresServer) -> None:
    async with outliving(
        postgres_server, "inspection_service", service=NAME, before="0011", old=OLD
    ) as connection:
        store = PostgresImports(connection, import_operation)
        taken, refused = [await store.get(UUID(int=number)) for number in (1, 2)]
        assert (taken.state, taken.accepted, taken.progress) == ("succeeded", 2, 1.0)
        assert taken.requested_at == taken.finished_at
        assert refused.state == "failed"
        assert refused.notes["unchanged"] == 1
        assert refused.notes["findings"] == [{"row": 2, "column": "kind", "code": "unknown"}]
        assert (await store.get(UUID(int=11))).notes["sha256"] == "ab"
