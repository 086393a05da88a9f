"""Each test gets a database of its own, as its migrations left it."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from shared.testing.postgres import PostgresServer


async def _migrate(address: str) -> None:
    await _execute(
        address,
        "create table application (number int primary key); create sequence taken;"
        " create table kind (name text); insert into kind values ('first')",
    )


def _migrate_in_its_own_loop(address: str) -> None:
    asyncio.run(_run(address, "create table survey (number int primary key)"))


async def _execute(address: str, statements: str) -> None:
    connection = await asyncpg.connect(address.replace("+asyncpg", ""))
    try:
        await connection.execute(statements)
    finally:
        await connection.close()


async def _run(address: str, statement: str) -> int:
    connection = await asyncpg.connect(address.replace("+asyncpg", ""))
    try:
        return int(await connection.fetchval(statement) or 0)
    finally:
        await connection.close()


@pytest.fixture
async def address(postgres_server: PostgresServer) -> AsyncIterator[str]:
    async with postgres_server.database_copy("first", _migrate) as copy:
        yield copy


@pytest.mark.parametrize("attempt", [1, 2])
async def test_what_one_test_writes_no_other_test_sees(address: str, attempt: int) -> None:
    await _run(address, f"insert into application values ({attempt})")

    assert await _run(address, "select count(*) from application") == 1


@pytest.mark.parametrize(
    "change",
    [
        "alter table application add column more int",
        "create table more (number int)",
        "create policy more on application using (true)",
        "alter table application enable row level security",
        "grant select on application to public",
        "insert into kind values ('more')",
        "insert into application select generate_series(1, 300000)",
    ],
)
async def test_what_is_no_copy_any_more_goes_to_no_other_test(
    postgres_server: PostgresServer, change: str
) -> None:
    async with postgres_server.database_copy("first", _migrate) as used:
        await _run(used, change)

    async with postgres_server.database_copy("first", _migrate) as other:
        assert other != used


async def test_a_copy_goes_from_test_to_test_with_its_sequences_at_the_start(
    postgres_server: PostgresServer,
) -> None:
    taken = "insert into application values (nextval('taken')) returning number"
    addresses, numbers = set(), []
    for _ in range(3):
        async with postgres_server.database_copy("first", _migrate) as address:
            addresses.add(address)
            numbers.append(await _run(address, taken))

    assert len(addresses) == 1
    assert numbers == [1, 1, 1]


async def test_who_stays_connected_is_sent_away(postgres_server: PostgresServer) -> None:
    async with postgres_server.database_copy("first", _migrate) as address:
        staying = await asyncpg.connect(address.replace("+asyncpg", ""))
        await staying.execute("begin; insert into application values (1)")

    async with postgres_server.database_copy("first", _migrate) as again:
        assert await _run(again, "select count(*) from application") == 0
    with pytest.raises(asyncpg.InterfaceError):
        await staying.execute("commit")


async def test_a_migration_may_run_an_event_loop_of_its_own(
    postgres_server: PostgresServer,
) -> None:
    async with postgres_server.database_copy("second", _migrate_in_its_own_loop) as copy:
        assert await _run(copy, "select count(*) from survey") == 0


async def test_copies_of_one_template_are_made_at_once(postgres_server: PostgresServer) -> None:
    async def count() -> int:
        async with postgres_server.database_copy("first", _migrate) as copy:
            return await _run(copy, "select count(*) from application")

    assert await asyncio.gather(*(count() for _ in range(4))) == [0, 0, 0, 0]


async def test_an_empty_database_is_empty(postgres_server: PostgresServer) -> None:
    async with postgres_server.empty_database() as empty:
        tables = "select count(*) from pg_tables where schemaname = 'public'"
        assert await _run(empty, tables) == 0
