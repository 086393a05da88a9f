"""Imports that the release before has kept, and keeps while it still runs, are shown as before."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from permit_service.adapters.tables import catalogue_import, licence_import
from permit_service.settings import NAME
from shared.database.migrate import upgrade
from shared.imports.store import PostgresImports
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
    async with postgres_server.empty_database() as address:
        await upgrade("permit_service", address, service=NAME, to="0022")
        engine = create_async_engine(address)
        async with engine.begin() as connection:
            for number, statement in enumerate(OLD, start=1):
                await connection.execute(text(statement), {"id": UUID(int=number)})
        await upgrade("permit_service", address, service=NAME)
        async with engine.begin() as connection:
            for number, statement in enumerate(OLD, start=11):
                await connection.execute(text(statement), {"id": UUID(int=number)})
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
        await engine.dispose()
