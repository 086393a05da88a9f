"""P5, P6 and P7: an event's way to its effect, the relay, and the consumer."""

import asyncio
import time
from collections.abc import Sequence

import asyncpg

from bench.harness import Gate, Result, alternate, percentile
from bench.probe_database import (
    COUNT_UP,
    KOTIM,
    count_as_a_set,
    durable_probe,
    messages,
    tell_many,
)
from shared.database.engine import Database
from shared.ids import new_id
from shared.messaging.consumer import ConsumerGroup
from shared.messaging.contract import Bus, Message, on
from shared.messaging.in_process import InProcessBus
from shared.messaging.kafka import KafkaBus
from shared.messaging.relay import Relay
from shared.testing.broker_kinds import kind_of_broker, make_broker
from shared.testing.probe import NoteWrittenV1, write_note

BATCH = 500
GROUP = "bench"


class Nothing:
    """A bus into nothing: what the relay itself costs."""

    def publish(self, batch: Sequence[Message]) -> list["asyncio.Future[None]"]:
        """Takes everything at once."""
        loop = asyncio.get_running_loop()
        taken = [loop.create_future() for _ in batch]
        for future in taken:
            future.set_result(None)
        return taken


async def relay() -> Result:
    """P6: the relay with the broker's acknowledgement, against the relay into nothing."""
    made, remove = make_broker(kind_of_broker())
    made.start()
    try:
        async with durable_probe() as (database, _):
            bus = KafkaBus(made.bootstrap_servers)

            async def rate(target: Bus | Nothing, seconds: float) -> float:
                await tell_many(database, 10_000)
                one = Relay(database, target)  # type: ignore[arg-type]
                connection = await one.connect()
                started, moved = time.perf_counter(), 0
                while moved < 10_000:
                    moved += await one.step(connection)
                elapsed = time.perf_counter() - started
                await connection.close()
                assert moved == 10_000, moved
                return moved / elapsed

            rounds = await alternate(
                lambda seconds: rate(Nothing(), seconds), lambda seconds: rate(bus, seconds)
            )
            await bus.close()
    finally:
        remove()
    return Result(
        goal="P6",
        title="relay with broker ack, order kept",
        unit="/s",
        floor_name="into nothing",
        rounds=rounds,
        gate=Gate(value=0.5, goal=0.7),
    )


async def consumer() -> Result:
    """P7: the consumer with once-marks, against the bare SQL of the same batches."""
    async with durable_probe() as (database, address):
        connection = await asyncpg.connect(address)
        group = listener(database)

        async def floor(seconds: float) -> float:
            done, started = 0, time.perf_counter()
            while time.perf_counter() - started < seconds:
                batch = [str(new_id()) for _ in range(BATCH)]
                await _bare_batch(connection, batch)
                done += BATCH
            return done / (time.perf_counter() - started)

        async def product(seconds: float) -> float:
            done, spent = 0, 0.0
            while spent < seconds:
                batch = messages(BATCH)
                started = time.perf_counter()
                await group.handle(batch)
                spent += time.perf_counter() - started
                done += BATCH
            return done / spent

        rounds = await alternate(floor, product)
        assert await connection.fetchval("select max(count) from note") == 1
        await connection.close()
    return Result(
        goal="P7",
        title="consumer with once-marks",
        unit="/s",
        floor_name="the batch's SQL",
        rounds=rounds,
        gate=Gate(value=0.5, goal=0.8),
    )


async def _bare_batch(connection: asyncpg.Connection, batch: list[str]) -> None:
    async with connection.transaction():
        await connection.execute(
            "select set_config('app.offices', '62.02', true), set_config('app.actor', 'b', true)"
        )
        await connection.fetch(
            "insert into once_mark (mark) select * from unnest($1::text[])"
            " on conflict (mark) do nothing returning mark",
            [f"floor:{one}" for one in batch],
        )
        await connection.execute(COUNT_UP.format(ids="$1"), batch)
        await connection.execute(
            "insert into consumer_position as p (group_name, topic, key, key_sequence)"
            " select 'floor', 't', key, 1 from unnest($1::text[]) as k(key)"
            " on conflict (group_name, topic, key) do update"
            " set key_sequence = greatest(p.key_sequence, excluded.key_sequence)",
            batch,
        )


def listener(database: Database) -> ConsumerGroup:
    """The probe's group."""
    return ConsumerGroup(
        group=GROUP,
        subscriptions=[on(NoteWrittenV1, count_as_a_set, name="bench.count", group=GROUP)],
        database=database,
        work_of=lambda transaction: transaction,
    )


async def event_latency() -> Result:
    """P5: from a command's commit to its effect's commit in another database, at half load."""
    async with durable_probe() as (teller, teller_at), durable_probe() as (hearer, _):
        bus = InProcessBus()
        group = listener(hearer)
        heard: dict[str, float] = {}

        async def handle(batch: Sequence[Message]) -> None:
            await group.handle(batch)
            now = time.perf_counter()
            heard.update((message.key, now) for message in batch)

        bus.attach(GROUP, group.topics, handle)
        loops = [asyncio.create_task(bus.run()), asyncio.create_task(Relay(teller, bus).run())]
        connection = await asyncpg.connect(teller_at)
        await connection.execute("create table floor_row (id uuid primary key)")

        async def commits(seconds: float) -> float:
            took: list[float] = []
            ends = time.perf_counter() + seconds
            while time.perf_counter() < ends:
                started = time.perf_counter()
                await connection.execute("insert into floor_row values ($1)", new_id())
                took.append(time.perf_counter() - started)
                await asyncio.sleep(0.005)
            return percentile(took, 0.99) * 1000

        async def events(seconds: float) -> float:
            told: dict[str, float] = {}
            ends = time.perf_counter() + seconds
            while time.perf_counter() < ends:
                note = new_id()
                await write_note(teller, KOTIM, note)
                told[str(note)] = time.perf_counter()
                await asyncio.sleep(0.005)
            async with asyncio.timeout(10):
                while not told.keys() <= heard.keys():
                    await asyncio.sleep(0.01)
            return percentile([heard[key] - at for key, at in told.items()], 0.99) * 1000

        rounds = await alternate(commits, events)
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        await connection.close()
    return Result(
        goal="P5",
        title="event, commit to effect committed, p99, one process",
        unit="ms",
        floor_name="p99 of one commit, ms",
        rounds=rounds,
        gate=Gate(value=3, goal=2, is_most=True),
    )
