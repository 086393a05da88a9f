"""Imports that the release before has kept, and keeps while it still runs, are shown as before."""

from uuid import UUID

from permit_service.adapters.tables import catalogue_import, licence_import
from permit_service.settings import NAME
from shared.imports.store import PostgresImports
from shared.testing.imports import outliving
from shared.testing.postgres import PostgresServer

_FAULT = """'[{"row": 2, "column": "/sla", "code": "required"}]'"""
_CATALOGUE = (
    "insert into catalogue_import (id, office_code, dry_run, rows, changed, unchanged, finished_at,"
    " state, faults) values (:id, '81.02', false, 4, 1, 3, now(),"
)
OLD = (
    f"{_CATALOGUE} 'succeeded', '[]')",
    f"{_CATALOGUE} 'failed', {_FAULT})",
    "insert into licence_import (id, office_code, requested_by, requested_at, columns, dry_run,"
    " state, progress, rows, accepted, refused, unchanged, attempts, content) values (:id,"
    " '81.02', 'somebody', now(), '{}', false, 'running', 0.5, 9, 0, 0, 2, 1, 'sealed')",
)


async def test_kept_imports_outlive_their_migration(postgres_server: PostgresServer) -> None:
    async with outliving(
        postgres_server, "permit_service", service=NAME, before="0022", old=OLD
    ) as connection:
        catalogue = PostgresImports(connection, catalogue_import)
        taken, refused = [await catalogue.get(UUID(int=number)) for number in (1, 2)]
        assert (taken.kind, taken.accepted, taken.refused) == ("service_catalogue", 4, 0)
        assert (refused.accepted, refused.refused) == (0, 1)
        assert taken.notes == {"changed": 1, "unchanged": 3, "services": []}
        licences = PostgresImports(connection, licence_import)
        for number in (3, 13):
            running = await licences.get(UUID(int=number))
            assert (running.kind, running.state) == ("licences", "running")
            assert (running.progress, running.notes) == (0.5, {"unchanged": 2})
