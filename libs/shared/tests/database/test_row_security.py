"""Who calls is read once for a statement; a policy of before becomes the one of today."""

import json
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from shared.database.engine import Database
from shared.database.row_security import policies_read_per_row, protect, read_caller_once
from shared.identity import Caller
from shared.ids import new_id
from shared.testing.probe import SERVICE, write_note

KOTIM = Caller(actor="front office of Kotim", offices=("62.02", "62.03"))

# What `protect` wrote before, and what others wrote by hand, without the tables' names.
OFFICES = "string_to_array(current_setting('app.offices', true), ',')"
BY_ROW = f"office_code = any ({OFFICES}) or owner = current_setting('app.actor', true)"
NOBODYS = "office_code is null and current_setting('app.offices', true) <> ''"


def _migrated(connection: Connection) -> None:
    op = Operations(MigrationContext.configure(connection))
    role = f"{SERVICE}_app"
    for table in ("old_note", "new_note"):
        op.execute(f"create table {table} (office_code text, owner text)")
    op.execute(f"create policy caller on old_note to {role} using ({BY_ROW})")
    op.execute(f"create policy nobodys on old_note for select to {role} using ({NOBODYS})")
    op.execute(f"create policy made on old_note for insert to {role} with check ({BY_ROW})")
    protect(op, "new_note", service=SERVICE, owner="owner")
    assert len(policies_read_per_row(connection)) == 3
    read_caller_once(op)


async def test_a_policy_of_before_becomes_the_one_of_today(address: str) -> None:
    engine = create_async_engine(address)
    async with engine.begin() as connection:
        await connection.run_sync(_migrated)
        once = await connection.run_sync(_rules)
        again = await connection.run_sync(_once_more)
        assert await connection.run_sync(policies_read_per_row) == []
    await engine.dispose()

    assert once["old_note", "caller"] == once["new_note", "caller"]
    assert once["old_note", "made"] == once["new_note", "caller"]
    assert "( SELECT current_setting('app.offices'" in once["old_note", "nobodys"]
    assert again == once


def _once_more(connection: Connection) -> dict[tuple[str, str], str]:
    read_caller_once(Operations(MigrationContext.configure(connection)))
    return _rules(connection)


def _rules(connection: Connection) -> dict[tuple[str, str], str]:
    asked = text("select tablename, policyname, coalesce(qual, with_check) from pg_policies")
    return {(table, policy): rule for table, policy, rule in connection.execute(asked).all()}


async def test_a_statement_works_out_who_calls_once_and_finds_by_the_index(
    address: str, database: Database
) -> None:
    engine = create_async_engine(address)
    async with engine.begin() as owner:
        await owner.execute(text("create index note_of_office on note (office_code)"))
        await owner.execute(text("drop policy caller on note"))
        await owner.run_sync(_protect_by_office)
    await engine.dispose()
    for _ in range(3):
        await write_note(database, KOTIM, new_id())
    await write_note(database, Caller(actor="another", offices=("81.02",)), new_id())

    async with database.read(KOTIM) as connection:
        await connection.execute(text("set local enable_seqscan = off"))
        found = await connection.execute(
            text("explain (analyze, format json) select count(*) from note")
        )
        plan = found.scalar_one()
    nodes = list(_nodes((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]))

    scan = next(one for one in nodes if one.get("Relation Name") == "note")
    assert scan["Actual Rows"] == 3
    assert "office_code = ANY" in str(scan)
    assert "Index Cond" in str(nodes)
    read = [one for one in nodes if one.get("Parent Relationship") == "InitPlan"]
    assert [one["Actual Loops"] for one in read] == [1]


def _protect_by_office(connection: Connection) -> None:
    protect(Operations(MigrationContext.configure(connection)), "note", service=SERVICE)


def _nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(below for one in node.get("Plans", []) for below in _nodes(one))]
