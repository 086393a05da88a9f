"""What is counted up is what a recount of all answers finds, whoever wrote them, and at once."""

import asyncio
import json
import random
from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.database.engine import Database
from shared.database.migrate import upgrade
from shared.testing.clock import FixedClock
from shared.testing.postgres import PostgresServer
from survey_service.adapters.work import PostgresStorage
from survey_service.domain.questionnaire import Element
from survey_service.domain.response import CollectionMode, Response
from survey_service.domain.tally import NO_ANSWERS, tallies_of, tally_of
from survey_service.settings import NAME
from survey_service.testing.service import open_database

from .conftest import HERE, NOW

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
MODES = tuple(CollectionMode)


def answers(chance: random.Random, count: int) -> list[Response]:
    """Of any month, service, mode, version and profile, some with a question of the office's."""
    return [
        Response(
            id=UUID(int=chance.getrandbits(128), version=4),
            office_code="62.02",
            answered_on=date(2024, chance.randint(1, 4), chance.randint(1, 28)),
            collection_mode=chance.choice(MODES),
            questionnaire_id=chance.choice(("SKM-2017-1", "SKM-OWN")),
            answers={element.value: chance.randint(1, 4) for element in Element}
            | ({"PARKIR": chance.randint(1, 4)} if chance.random() < 0.3 else {}),
            service_code=chance.choice((None, "REKLAME", "PBG")),
            profile=chance.choice(({}, {"umur": "31-40"}, {"umur": "18-30", "pekerjaan": "PNS"})),
        )
        for _ in range(count)
    ]


def batches(chance: random.Random, given: Sequence[Response]) -> list[Sequence[Response]]:
    """One answer at a time, and now and then a sheet of many."""
    made: list[Sequence[Response]] = []
    while given:
        size = chance.choice((1, 1, 1, 25))
        made.append(given[:size])
        given = given[size:]
    return made


async def keep(storage: Any, batch: Sequence[Response]) -> None:
    async with storage.begin(HERE) as work:
        await work.responses.add(batch, told=True)
        await work.tallies.add("62.02", tallies_of(batch))


async def test_answers_and_sheets_counted_at_once_add_up_to_what_was_answered(
    storage: Any,
) -> None:
    chance = random.Random(20240506)
    given = answers(chance, 240)
    waiting = batches(chance, given)

    async def writer() -> None:
        while waiting:
            await keep(storage, waiting.pop())

    await asyncio.gather(*(writer() for _ in range(8)))

    async with storage.read(HERE) as reading:
        assert list(await reading.tallies.differences()) == []
        totals = await reading.tallies.totals(*YEAR)
        for by, group_of in {
            "service": lambda one: one.service_code,
            "collection_mode": lambda one: one.collection_mode.value,
            "umur": lambda one: one.profile.get("umur"),
        }.items():
            groups = await reading.tallies.groups(*YEAR, by=by)
            for (code, version), tally in groups.items():
                members = [
                    tally_of(one)
                    for one in given
                    if group_of(one) == code and one.questionnaire_id == version
                ]
                assert tally == reduce(add, members, NO_ANSWERS)
            assert sum(tally.respondents for tally in groups.values()) == len(given)
    assert sum(tally.respondents for tally in totals.values()) == len(given)


# Cells of service and mode together, as they were counted before: a statement for each.
_CELL = text(
    "insert into tally as t (office_code, field, month, service_code, collection_mode,"
    " questionnaire_id, value, respondents, sums, uniform, all_highest)"
    " values ('62.02', :field, :month, :service, :mode, :version, :value, 1,"
    " cast(:sums as jsonb), :uniform, :highest)"
    " on conflict (office_code, field, month, service_code, collection_mode, questionnaire_id,"
    " value) do update set respondents = t.respondents + 1,"
    " sums = t.sums || (select jsonb_object_agg(key, value::bigint"
    " + coalesce((t.sums ->> key)::bigint, 0)) from jsonb_each_text(excluded.sums)),"
    " uniform = t.uniform + excluded.uniform,"
    " all_highest = t.all_highest + excluded.all_highest"
)


async def keep_as_before(database: Database, one: Response) -> None:
    async with database.begin(HERE) as transaction:
        await PostgresStorage(database).work_of(transaction).responses.add([one], told=True)
        counted = tally_of(one)
        for field, value in sorted([("", ""), *one.profile.items()]):
            cell = {
                "field": field,
                "month": one.month,
                "service": one.service_code or "",
                "mode": one.collection_mode.value,
                "version": one.questionnaire_id,
                "value": value,
                "sums": json.dumps(dict(counted.sums)),
                "uniform": counted.uniform,
                "highest": counted.all_highest,
            }
            await transaction.connection.execute(_CELL, cell)


async def test_what_was_counted_in_crossed_cells_is_counted_after_the_migrations(
    postgres_server: PostgresServer,
) -> None:
    chance = random.Random(7)
    async with postgres_server.empty_database() as address:
        await upgrade("survey_service", address, service=NAME, to="0003")
        database = open_database(address, FixedClock(NOW))
        storage = PostgresStorage(database)
        for one in answers(chance, 40):
            await keep_as_before(database, one)
        await upgrade("survey_service", address, service=NAME, to="0004")
        # Who still wrote such a cell after the month's rows were there is counted as well.
        for one in answers(chance, 20):
            await keep_as_before(database, one)

        await upgrade("survey_service", address, service=NAME)
        await asyncio.gather(*(keep(storage, [one]) for one in answers(chance, 20)))
        async with storage.read(HERE) as reading:
            assert list(await reading.tallies.differences()) == []
            totals = await reading.tallies.totals(*YEAR)
            assert sum(tally.respondents for tally in totals.values()) == 80
        await database.close()
