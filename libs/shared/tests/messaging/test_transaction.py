"""State, event and mark are one transaction; an office sees its own rows; the chain holds."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.database.engine import Database
from shared.errors import AlreadyHandled, InFlight, NotFound
from shared.identity import ANYBODY, Caller
from shared.ids import new_id
from shared.messaging.event_log import LoggedEvent, broken_links
from shared.messaging.once import Once
from shared.testing.probe import NoteWrittenV1, PageWrittenV1, count_up, write_note

KOTIM = Caller(actor="front office of Kotim", offices=("62.02",))
MALRA = Caller(actor="front office of Malra", offices=("81.02",))
BOTH = Caller(actor="province", offices=("62.02", "81.02"))


async def notes_of(database: Database, caller: Caller) -> list[tuple[UUID, int]]:
    """A query that forgets to ask for the office."""
    async with database.read(caller) as connection:
        return [tuple(row) for row in await connection.execute(text("select id, count from note"))]


async def log_of(database: Database, subject: UUID) -> list[LoggedEvent]:
    async with database.read(BOTH) as connection:
        rows = await connection.execute(
            text(
                "select id, office, subject_type, subject, sequence, key, key_sequence, type,"
                " version, actor, reason, occurred_at, data, previous_hash, hash from event_log"
                " where subject = :subject order by sequence"
            ),
            {"subject": subject},
        )
        return [LoggedEvent(**row) for row in rows.mappings()]


async def test_what_raises_leaves_neither_state_nor_event_nor_mark(database: Database) -> None:
    note = new_id()
    once = Once(mark="the request")
    with pytest.raises(NotFound):
        async with database.begin(KOTIM, once=once) as work:
            await work.connection.execute(
                text("insert into note values (:id, '62.02', 'x', 1)"), {"id": note}
            )
            work.events.add(NoteWrittenV1(office_code="62.02", note_id=note))
            raise NotFound

    assert await notes_of(database, KOTIM) == []
    assert await log_of(database, note) == []
    await write_note(database, KOTIM, note, once=once)
    assert await notes_of(database, KOTIM) == [(note, 1)]
    assert [event.type for event in await log_of(database, note)] == ["probe.note_written"]


async def test_of_sixteen_with_one_mark_one_has_its_effect(database: Database) -> None:
    note, once = new_id(), Once(mark="racers")
    outcomes = await asyncio.gather(
        *(write_note(database, KOTIM, note, once=once) for _ in range(16)), return_exceptions=True
    )

    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyHandled) for outcome in outcomes) == 15
    assert await notes_of(database, KOTIM) == [(note, 1)]


async def test_the_stored_answer_is_there_with_the_effect(database: Database) -> None:
    once = Once(mark="answered", fingerprint=b"f", render=lambda result: f"<{result}>".encode())
    async with database.begin(KOTIM, once=once) as work:
        work.answer("done")

    assert await database.stored_answer("answered") == (b"f", b"<done>")


async def test_a_mark_that_somebody_holds_for_long_is_said_to_be_in_flight(
    database: Database,
) -> None:
    note, once = new_id(), Once(mark="slow")
    async with database.begin(KOTIM, once=once):
        with pytest.raises(InFlight):
            await write_note(database, KOTIM, note, once=once)

    assert await notes_of(database, KOTIM) == []


async def test_a_query_that_forgets_the_office_sees_no_row_of_another(database: Database) -> None:
    own, other = new_id(), new_id()
    await write_note(database, KOTIM, own)
    await write_note(database, MALRA, other)

    assert await notes_of(database, KOTIM) == [(own, 1)]
    assert await notes_of(database, MALRA) == [(other, 1)]
    assert sorted(await notes_of(database, BOTH)) == sorted([(own, 1), (other, 1)])
    assert await notes_of(database, ANYBODY) == []


async def test_where_nobody_is_set_as_the_caller_no_row_is_seen(database: Database) -> None:
    await write_note(database, KOTIM, new_id())

    async with database.begin(KOTIM, is_set=False) as work:
        seen = (await work.connection.execute(text("select count(*) from note"))).scalar_one()

    assert seen == 0


async def test_a_plain_statement_that_would_commit_by_itself_is_not_let_through(
    database: Database,
) -> None:
    async with database.begin(KOTIM, is_set=False) as work:
        with pytest.raises(AssertionError):
            await work.fetch("select 1")


async def test_an_owner_sees_their_own_row_without_an_office(database: Database) -> None:
    own = new_id()
    await write_note(database, KOTIM, own)

    assert await notes_of(database, Caller(actor=KOTIM.actor)) == [(own, 1)]
    assert await notes_of(database, Caller(actor="somebody else")) == []


async def test_a_query_that_forgets_the_office_sees_no_event_of_another(
    database: Database,
) -> None:
    for caller in (KOTIM, MALRA):
        await write_note(database, caller, new_id())

    for caller in (KOTIM, MALRA):
        async with database.read(caller) as connection:
            told = await connection.execute(text("select office from event_log"))
            assert list(told.scalars()) == list(caller.offices)


async def test_whoever_had_the_connection_before_is_forgotten(database: Database) -> None:
    """A statement that sets no caller sees nothing, also on a connection that was used."""
    async with database.begin(KOTIM) as work:
        used = (await work.connection.get_raw_connection()).driver_connection
        await count_up(work, new_id(), "62.02")

    assert used is not None
    assert await used.fetchval("select count(*) from note") == 0


async def test_a_row_cannot_be_written_into_another_office(database: Database) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        async with database.begin(Caller(actor="a", offices=("62.02",))) as work:
            await work.connection.execute(
                text("insert into note values (:id, '81.02', 'b', 1)"), {"id": new_id()}
            )


@pytest.mark.parametrize("statement", ["delete from event_log", "update event_log set data = ''"])
async def test_the_log_is_insert_only_for_the_application(
    database: Database, statement: str
) -> None:
    await write_note(database, KOTIM, new_id())
    with pytest.raises(DBAPIError, match="permission denied"):
        async with database.begin(KOTIM) as work:
            await work.connection.execute(text(statement))


async def test_two_writers_of_one_subject_leave_one_unbroken_chain(
    database: Database, second_database: Database
) -> None:
    note = new_id()
    await asyncio.gather(
        *(write_note(each, KOTIM, note) for each in (database, second_database) for _ in range(25))
    )

    rows = await log_of(database, note)
    assert [row.sequence for row in rows] == list(range(1, 51))
    assert [row.key_sequence for row in rows] == list(range(1, 51))
    assert broken_links(rows) == []


async def test_two_tellers_that_share_no_row_leave_one_unbroken_chain(
    database: Database, second_database: Database
) -> None:
    """Nothing but the head of the chain makes the one wait for the other."""
    note = new_id()

    async def tell(told_by: Database) -> None:
        async with told_by.begin(KOTIM) as work:
            for _ in range(3):
                work.events.add(NoteWrittenV1(office_code="62.02", note_id=note))

    await asyncio.gather(*(tell(one) for one in (database, second_database) for _ in range(8)))

    rows = await log_of(database, note)
    assert [row.sequence for row in rows] == list(range(1, 49))
    assert [row.key_sequence for row in rows] == list(range(1, 49))
    assert broken_links(rows) == []


async def test_two_subjects_of_one_key_have_chains_of_their_own_and_one_order(
    database: Database, second_database: Database
) -> None:
    note, pages = new_id(), (new_id(), new_id())

    async def tell(told_by: Database, page: UUID) -> None:
        async with told_by.begin(KOTIM) as work:
            work.events.add(PageWrittenV1(office_code="62.02", page_id=page, note_id=note))

    databases = (database, second_database)
    await asyncio.gather(
        *(tell(one, page) for _ in range(5) for page in pages for one in databases)
    )

    chains = [await log_of(database, page) for page in pages]
    for chain in chains:
        assert [row.sequence for row in chain] == list(range(1, 11))
        assert broken_links(chain) == []
        assert sorted(row.key_sequence for row in chain) == [row.key_sequence for row in chain]
    assert sorted(row.key_sequence for row in chains[0] + chains[1]) == list(range(1, 21))


async def test_an_edit_a_gap_and_a_swap_in_the_log_are_found(
    database: Database, address: str
) -> None:
    note = new_id()
    for _ in range(4):
        await write_note(database, KOTIM, note)
    rows = await log_of(database, note)

    raw = await asyncpg.connect(address.replace("postgresql+asyncpg", "postgresql"))
    try:
        await raw.execute("update event_log set office = '81.02' where id = $1", rows[1].id)
    finally:
        await raw.close()

    assert broken_links(await log_of(database, note)) == [rows[1].id]
    assert broken_links([rows[0], rows[2], rows[3]]) == [rows[2].id, rows[3].id]
    assert broken_links([rows[1], rows[0]]) == [rows[1].id, rows[0].id]
