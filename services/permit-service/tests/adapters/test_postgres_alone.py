"""What PostgreSQL alone can show: constraints, sealed columns, the schema, parallel signers."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from permit_service.adapters.store.desk import PostgresDesk
from permit_service.adapters.store.inbox import page_statement, page_values
from permit_service.adapters.tables import metadata
from permit_service.application.listing import ApplicationQuery, Order, Position
from permit_service.domain.steps import Status
from permit_service.testing.facts import OFFICE
from shared.database.engine import Database, connection_arguments
from shared.database.migrate import drift
from shared.errors import StaleVersion
from shared.identity import Caller, system_caller
from shared.ids import new_id
from shared.messaging.once import Once

from .stores import OWNER, added, decided, draft, found, furnished

SYSTEM = system_caller("permit", OFFICE)
NOW = datetime(2026, 6, 15, tzinfo=UTC)


async def test_the_tables_in_code_are_those_of_the_migrations(database_url: str) -> None:
    found = await drift(database_url, metadata)

    assert [str(one) for one in found] == []


async def test_parallel_signers_get_every_number_once(database: Database) -> None:
    desk = PostgresDesk(database)
    key = {"key": "REKLAME", "year": 2026}

    async def take() -> int:
        async with desk.begin(SYSTEM) as work:
            series = await work.numbers.series(OFFICE, **key)
            number, series = series.take()
            await work.numbers.save_series(OFFICE, **key, series=series)
            return number

    taken = await asyncio.gather(*(take() for _ in range(32)))

    assert sorted(taken) == list(range(1, 33))


async def test_a_query_that_forgets_the_office_sees_no_row_of_another(database_url: str) -> None:
    owner = await asyncpg.connect(**connection_arguments(make_url(database_url)))
    try:
        tables = await owner.fetch(
            "select relname from pg_class where relkind = 'r'"
            " and relnamespace = 'public'::regnamespace"
            " and not (relrowsecurity and relforcerowsecurity)"
        )
    finally:
        await owner.close()

    open_to_all = {row["relname"] for row in tables}
    assert open_to_all == {
        "alembic_version",
        "office",
        "office_year",
        "service_version",
        "public_token",
        "working_calendar",
        "unpublished",
        "feed",
        "stream_head",
        "once_mark",
        "consumer_position",
        "dead_letter",
        "audit_seal",
    }


@pytest.mark.parametrize("caller", [Caller(actor="anybody"), system_caller("permit", "62.02")])
async def test_the_application_role_is_bound_by_the_policies(
    database: Database, caller: Caller
) -> None:
    async with database.read(caller) as connection:
        for table in ("application", "document", "licence", "sanction", "survey_fact"):
            rows = await connection.exec_driver_sql(f"select * from {table}")
            assert rows.all() == []


async def test_a_direct_statement_leaves_no_caller_behind_on_its_connection(
    database: Database,
) -> None:
    desk = await furnished(PostgresDesk(database))
    submission = await decided(desk)
    await desk.direct.file(OWNER, submission.after.application.id)
    await desk.direct.submit(submission)

    for table in ("application", "document", "event_log"):
        left = await database.fetch_one(f"select count(*) as rows from {table}")
        assert left is not None
        assert left["rows"] == 0


async def test_a_direct_submission_tells_its_fact_and_keeps_its_answer(
    database: Database,
) -> None:
    desk = PostgresDesk(database)
    submission = await decided(await furnished(desk), mark="http:1")

    await desk.direct.submit(submission)

    async with database.read(SYSTEM) as connection:
        logged = await connection.exec_driver_sql("select type, actor, sequence from event_log")
        waiting = await connection.exec_driver_sql("select count(*) from unpublished")
        assert logged.all() == [("permit.application_submitted", OWNER.actor, 1)]
        assert waiting.scalar_one() == 1
    assert await database.stored_answer("http:1") == (None, b"answer")


async def test_of_many_who_submit_one_draft_at_once_one_succeeds(database: Database) -> None:
    desk = PostgresDesk(database)
    submission = await decided(await furnished(desk))

    async def submit(number: int) -> bool:
        once = Once(mark=f"http:{number}")
        try:
            await desk.direct.submit(replace(submission, once=once))
        except StaleVersion:
            return False
        return True

    outcomes = await asyncio.gather(*(submit(number) for number in range(16)))

    assert outcomes.count(True) == 1
    async with database.read(SYSTEM) as connection:
        marks = await connection.exec_driver_sql("select count(*) from once_mark")
        events = await connection.exec_driver_sql("select count(*) from event_log")
    assert (marks.scalar_one(), events.scalar_one()) == (1, 1)


async def test_a_place_stands_sealed_also_what_an_earlier_release_left_open(
    database: Database, database_url: str
) -> None:
    desk = await furnished(PostgresDesk(database))
    application = await added(desk, draft())
    assert application.location is not None
    exact = {"address": "Jalan", "latitude": -5.5, "longitude": 132.5}

    async def stored() -> asyncpg.Record:
        return await owner.fetchrow(
            "select location::text, place_sealed, version from application where id = $1",
            application.id,
        )

    owner = await asyncpg.connect(**connection_arguments(make_url(database_url)))
    try:
        fresh = await stored()
        await owner.execute(
            "update application set place_sealed = null, location = $1 where id = $2",
            json.dumps(exact | {"district": "Kei"}),
            application.id,
        )
        read = (await found(desk, application.id)).location
        async with desk.begin(SYSTEM) as work:
            counts = [await work.applications.seal_places(OFFICE, limit=10) for _ in range(2)]
        sealed = await stored()
    finally:
        await owner.close()

    assert json.loads(fresh["location"]) == json.loads(sealed["location"]) == {"district": "Kei"}
    assert read == application.location
    assert counts == [1, 0]
    assert sealed["version"] == fresh["version"]
    assert json.loads(database.keyring.decrypt(sealed["place_sealed"])) == exact
    assert await found(desk, application.id) == application


@pytest.mark.parametrize(
    ("order", "index", "value"),
    [
        (Order.OLDEST, "application_age", NOW),
        (Order.LATEST, "application_age", NOW),
        (Order.DUE, "application_due", NOW.date()),
    ],
)
async def test_a_page_far_into_an_order_enters_its_index_there(
    database: Database, order: Order, index: str, value: datetime
) -> None:
    query = ApplicationQuery(
        limit=20,
        offices=(OFFICE,),
        now=NOW,
        statuses=(Status.SUBMITTED,),
        order=order,
        after=Position(id=new_id(), value=value),
    )
    async with database.read(SYSTEM) as connection:
        for way in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            await connection.execute(text(f"set local {way} = off"))
        explained = text("explain (format json) " + page_statement(query))
        plan = (await connection.execute(explained, page_values(query))).scalar_one()

    (scan,) = [one for one in _nodes(plan[0]["Plan"]) if one.get("Index Name") == index]
    assert "LEAST" in scan["Index Cond"]


def _nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(below for one in node.get("Plans", []) for below in _nodes(one))]
