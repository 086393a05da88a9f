"""The schema as migrated is the one the code speaks of, and rights hold below the code."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from shared.database.migrate import drift
from shared.identity import system_caller
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer
from survey_service.adapters.tables import PROTECTED, metadata
from survey_service.settings import NAME
from survey_service.testing.service import migrate_service, open_database


async def test_the_migrations_and_the_tables_agree(postgres_server: PostgresServer) -> None:
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        assert list(await drift(address, metadata)) == []


async def test_every_table_with_offices_has_forced_row_security(
    postgres_server: PostgresServer,
) -> None:
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        database = open_database(address, FixedClock(datetime(2024, 5, 6, tzinfo=UTC)))
        async with database.read(system_caller("survey", "62.02")) as connection:
            rows = await connection.execute(
                text("select relname from pg_class where relrowsecurity and relforcerowsecurity")
            )
            forced = set(rows.scalars())
        await database.close()

    assert forced.issuperset(PROTECTED)


@pytest.mark.parametrize("column", ["completed_at", "opened_at", "application_id"])
async def test_nothing_in_an_answer_leads_to_an_application(column: str) -> None:
    answer = metadata.tables["response"]

    assert column not in answer.columns
    assert not answer.foreign_keys
    assert not any("time" in str(each.type).lower() for each in answer.columns)
