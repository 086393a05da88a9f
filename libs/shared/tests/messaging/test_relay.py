"""The relay publishes everything once it is committed, in order per key, and only one does."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from shared.database.engine import Database
from shared.identity import Caller
from shared.ids import new_id
from shared.messaging.contract import Handler, Message
from shared.messaging.feed import read_feed
from shared.messaging.relay import BATCH, POLL_SECONDS, Relay
from shared.testing.probe import NoteWrittenV1, PageWrittenV1, write_note

KOTIM = Caller(actor="kotim", offices=("62.02",))


class RecordingBus:
    """Takes messages at once, unless their key is refused or everything is held."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.refused: set[str] = set()
        self.held: list[tuple[Message, asyncio.Future[None]]] = []
        self.is_holding = False

    def publish(self, messages: Sequence[Message]) -> list[asyncio.Future[None]]:
        return [self._take(message) for message in messages]

    def _take(self, message: Message) -> "asyncio.Future[None]":
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self.is_holding:
            self.held.append((message, future))
        elif message.key in self.refused:
            future.set_exception(ConnectionError())
        else:
            self.taken.append(message)
            future.set_result(None)
        return future

    def let_go(self) -> None:
        self.is_holding = False
        for message, future in self.held:
            self.taken.append(message)
            future.set_result(None)
        self.held.clear()

    def attach(self, group: str, topics: frozenset[str], handle: Handler) -> None: ...

    async def run(self) -> None: ...

    async def close(self) -> None: ...

    def order(self) -> dict[str, list[int]]:
        order: dict[str, list[int]] = defaultdict(list)
        for message in self.taken:
            order[message.key].append(message.key_sequence)
        return dict(order)


@asynccontextmanager
async def running(relay: Relay) -> Any:
    task = asyncio.create_task(relay.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def eventually(check: Any) -> None:
    async with asyncio.timeout(20):
        while not await check():
            await asyncio.sleep(0.02)


async def drained(database: Database, address: str) -> bool:
    raw = await asyncpg.connect(address.replace("postgresql+asyncpg", "postgresql"))
    try:
        return bool(await raw.fetchval("select count(*) = 0 from unpublished"))
    finally:
        await raw.close()


async def positions(database: Database) -> list[int]:
    async with database.read(KOTIM) as connection:
        rows = await connection.execute(text("select position from feed order by position"))
        return list(rows.scalars())


async def test_everything_is_published_in_order_and_gets_a_dense_position(
    database: Database, address: str
) -> None:
    bus, notes = RecordingBus(), [new_id() for _ in range(5)]
    async with running(Relay(database, bus)):
        for _ in range(8):
            await asyncio.gather(*(write_note(database, KOTIM, note) for note in notes))
        await eventually(lambda: drained(database, address))

    assert bus.order() == {str(note): list(range(1, 9)) for note in notes}
    assert await positions(database) == list(range(1, 41))


async def test_siblings_are_told_who_did_it_where_the_contract_says_so_alone(
    database: Database, address: str
) -> None:
    bus, note = RecordingBus(), new_id()
    async with running(Relay(database, bus)):
        async with database.begin(KOTIM) as work:
            work.events.add(NoteWrittenV1(office_code="62.02", note_id=note))
            work.events.add(PageWrittenV1(office_code="62.02", page_id=new_id(), note_id=note))
        await eventually(lambda: drained(database, address))

    expected = [("probe.note_written", None), ("probe.page_written", "kotim")]
    assert [(message.type, message.actor) for message in bus.taken] == expected
    told = await read_feed(database, KOTIM, 0, 10)
    assert [(one["type"], one["actor"]) for one in told] == expected


async def test_an_event_that_commits_late_is_not_lost(database: Database, address: str) -> None:
    bus, early, late = RecordingBus(), new_id(), new_id()
    async with running(Relay(database, bus)):
        async with database.begin(KOTIM) as work:
            # Written first, committed last.
            work.events.add(NoteWrittenV1(office_code="62.02", note_id=late))
            await work.events.write(work.connection, actor=KOTIM.actor, at=work.now)
            work.events.added.clear()
            await write_note(database, KOTIM, early)
            await eventually(lambda: asyncio.sleep(0, len(bus.taken) == 1))
        await eventually(lambda: drained(database, address))

    assert [message.key for message in bus.taken] == [str(early), str(late)]


async def test_a_key_that_fails_holds_back_itself_alone(database: Database, address: str) -> None:
    bus, poor, good = RecordingBus(), new_id(), new_id()
    bus.refused.add(str(poor))
    async with running(Relay(database, bus)):
        for note in (poor, good, poor, good):
            await write_note(database, KOTIM, note)
        await eventually(lambda: asyncio.sleep(0, bus.order().get(str(good)) == [1, 2]))
        assert str(poor) not in bus.order()
        bus.refused.clear()
        await eventually(lambda: drained(database, address))

    assert bus.order() == {str(poor): [1, 2], str(good): [1, 2]}


async def test_a_key_with_more_than_a_batch_that_fails_lets_the_others_pass(
    database: Database,
) -> None:
    bus, poor, good = RecordingBus(), new_id(), new_id()
    bus.refused.add(str(poor))
    async with database.begin(KOTIM) as work:
        for _ in range(BATCH + 1):
            work.events.add(NoteWrittenV1(office_code="62.02", note_id=poor))
    await write_note(database, KOTIM, good)

    async with running(Relay(database, bus)):
        await eventually(lambda: asyncio.sleep(0, bus.order() == {str(good): [1]}))


async def test_what_the_bus_has_not_taken_yet_is_not_given_again_nor_overtaken(
    database: Database, address: str
) -> None:
    bus, note = RecordingBus(), new_id()
    bus.is_holding = True
    async with running(Relay(database, bus)):
        await write_note(database, KOTIM, note)
        await eventually(lambda: asyncio.sleep(0, len(bus.held) > 0))
        await write_note(database, KOTIM, note)
        await asyncio.sleep(4 * POLL_SECONDS)
        assert [message.key_sequence for message, _ in bus.held] == [1]

        bus.let_go()
        await eventually(lambda: drained(database, address))

    assert bus.order() == {str(note): [1, 2]}


async def test_of_two_relays_at_once_one_publishes(
    database: Database, second_database: Database, address: str
) -> None:
    first, second, note = RecordingBus(), RecordingBus(), new_id()
    first.is_holding = second.is_holding = True
    async with running(Relay(database, first)), running(Relay(second_database, second)):
        for _ in range(20):
            await write_note(database, KOTIM, note)
        # What the one has not got rid of yet lies before the other, for several of its polls.
        await asyncio.sleep(4 * POLL_SECONDS)
        for bus in (first, second):
            bus.let_go()
        await eventually(lambda: drained(database, address))

    published = [bus for bus in (first, second) if bus.taken]
    assert len(published) == 1
    assert published[0].order() == {str(note): list(range(1, 21))}


async def test_another_relay_takes_over_from_one_that_is_gone(
    database: Database, second_database: Database, address: str
) -> None:
    first, second, note = RecordingBus(), RecordingBus(), new_id()
    async with running(Relay(database, first)) as gone:
        await write_note(database, KOTIM, note)
        await eventually(lambda: drained(database, address))
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        async with running(Relay(second_database, second)):
            await write_note(database, KOTIM, note)
            await eventually(lambda: drained(database, address))

    assert (first.order(), second.order()) == ({str(note): [1]}, {str(note): [2]})


async def test_a_relay_that_was_paused_while_another_took_over_loses_and_doubles_no_position(
    database: Database, second_database: Database, address: str
) -> None:
    """Its lock is gone with its session, yet it does not know: it publishes what it has read, and
    the listeners' key numbers are what tells the duplicates."""
    paused, active, note = RecordingBus(), RecordingBus(), new_id()
    paused.is_holding = True
    for _ in range(3):
        await write_note(database, KOTIM, note)
    async with running(Relay(database, paused)):
        await eventually(lambda: asyncio.sleep(0, len(paused.held) == 3))
        raw = await asyncpg.connect(address.replace("postgresql+asyncpg", "postgresql"))
        await raw.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'probe relay'"
        )
        await raw.close()
        async with running(Relay(second_database, active)):
            await eventually(lambda: drained(database, address))
            paused.let_go()
            await write_note(database, KOTIM, note)
            await eventually(lambda: drained(database, address))

    told = paused.order().get(str(note), []), active.order().get(str(note), [])
    assert sorted({*told[0], *told[1]}) == [1, 2, 3, 4]
    assert await positions(database) == [1, 2, 3, 4]


@pytest.mark.parametrize("right", ["select", "insert", "update", "delete"])
async def test_the_relays_role_has_no_right_on_the_services_own_tables(
    database: Database, right: str
) -> None:
    connection = await Relay(database, RecordingBus()).connect()
    try:
        assert not await connection.fetchval("select has_table_privilege('note', $1)", right)
    finally:
        await connection.close()
