"""What a group applies, it applies once and in order; what it cannot apply is set aside."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.database.engine import Database, Transaction
from shared.errors import Conflict
from shared.identity import Caller
from shared.ids import new_id
from shared.messaging.consumer import ConsumerGroup, GroupStopped, Patience
from shared.messaging.contract import Delivery, Message, on
from shared.messaging.dead_letters import DeadLetters, NotWaiting
from shared.testing.probe import NoteWrittenV1, count_up, count_when_written

GROUP = "probe-listener"
KOTIM = Caller(actor="kotim", offices=("62.02",))
IMPATIENT = Patience(attempts=2, first_delay_seconds=0.01, gap_wait_seconds=0.2)


def message(note: UUID, key_sequence: int, *, office: str = "62.02") -> Message:
    event = NoteWrittenV1(office_code=office, note_id=note, count=key_sequence)
    return Message(
        id=new_id(),
        type=event.type,
        version=1,
        office=office,
        subject_type="note",
        subject=note,
        sequence=key_sequence,
        key=str(note),
        key_sequence=key_sequence,
        occurred_at=datetime(2024, 6, 3, tzinfo=UTC),
        data=event.model_dump_json(),
    )


def listener(database: Database, react=count_when_written, **patience: object) -> ConsumerGroup:  # type: ignore[no-untyped-def]
    return ConsumerGroup(
        group=GROUP,
        subscriptions=[on(NoteWrittenV1, react, name="probe-listener.count", group=GROUP)],
        database=database,
        work_of=lambda transaction: transaction,
        patience=replace(IMPATIENT, **patience),  # type: ignore[arg-type]
    )


async def counts(database: Database) -> dict[UUID, int]:
    async with database.read(Caller(actor="x", offices=("62.02", "81.02"))) as connection:
        return {row.id: row.count for row in await connection.execute(text("select * from note"))}


async def test_a_message_delivered_twice_has_one_effect(database: Database) -> None:
    note = new_id()
    once = message(note, 1)
    group = listener(database)

    await group.handle([once])
    await group.handle([once])
    await group.handle([once, once])

    assert await counts(database) == {note: 1}


async def test_what_is_new_in_a_batch_has_its_effect_beside_what_was_there_before(
    database: Database,
) -> None:
    before, new = message(new_id(), 1), message(new_id(), 1)
    group = listener(database)
    await group.handle([before])

    await group.handle([new, before])

    assert await counts(database) == {before.subject: 1, new.subject: 1}


async def test_two_members_that_get_the_same_messages_at_once_have_one_effect(
    database: Database, second_database: Database
) -> None:
    messages = [message(new_id(), 1) for _ in range(20)]
    await asyncio.gather(
        listener(database).handle(messages), listener(second_database).handle(messages)
    )

    assert await counts(database) == {one.subject: 1 for one in messages}


async def test_a_mark_alone_keeps_an_effect_from_happening_twice(database: Database) -> None:
    """The position is taken away: the once-mark still knows the message."""
    note = new_id()
    first = message(note, 1)
    await listener(database).handle([first])
    async with database.begin(KOTIM) as work:
        await work.connection.execute(text("update consumer_position set key_sequence = 0"))

    await listener(database).handle([first])

    assert await counts(database) == {note: 1}


async def test_a_batch_of_many_offices_and_keys_keeps_the_order_of_each_key(
    database: Database,
) -> None:
    notes = {new_id(): office for office in ("62.02", "81.02") for _ in range(3)}
    seen: dict[UUID, list[int]] = {note: [] for note in notes}

    async def remember(deliveries: Sequence[Delivery[NoteWrittenV1]], _work: Transaction) -> None:
        for delivery in deliveries:
            seen[delivery.event.note_id].append(delivery.event.count)

    batch = [message(note, n, office=office) for n in (1, 2, 3) for note, office in notes.items()]
    await listener(database, remember).handle(batch)

    assert seen == {note: [1, 2, 3] for note in notes}


async def test_a_paused_relays_old_message_after_a_newer_one_is_a_duplicate(
    database: Database,
) -> None:
    note = new_id()
    first, second = message(note, 1), message(note, 2)
    seen: list[int] = []

    async def remember(deliveries: Sequence[Delivery[NoteWrittenV1]], _work: Transaction) -> None:
        seen.extend(delivery.event.count for delivery in deliveries)

    group = listener(database, remember)
    await group.handle([first, second])
    await group.handle([replace(first, id=new_id())])

    assert seen == [1, 2]


async def test_a_gap_waits_for_what_is_missing(
    database: Database, second_database: Database
) -> None:
    note = new_id()
    first, second, third = (message(note, n) for n in (1, 2, 3))
    seen: list[int] = []

    async def remember(deliveries: Sequence[Delivery[NoteWrittenV1]], _work: Transaction) -> None:
        seen.extend(delivery.event.count for delivery in deliveries)

    await listener(database, remember).handle([first])
    ahead = asyncio.create_task(listener(database, remember, gap_wait_seconds=10.0).handle([third]))
    await asyncio.sleep(0.2)
    assert seen == [1]
    await listener(second_database, remember).handle([second])
    await ahead

    assert seen == [1, 2, 3]


async def test_a_gap_that_does_not_close_is_passed_after_its_bound(database: Database) -> None:
    note = new_id()
    group = listener(database)
    await group.handle([message(note, 1)])
    async with asyncio.timeout(10):
        await group.handle([message(note, 5)])

    assert await counts(database) == {note: 2}


class Poisoned(Conflict):
    code = "poisoned"


async def test_poison_is_set_aside_the_group_goes_on_and_a_replay_heals(
    database: Database,
) -> None:
    poison, good = new_id(), new_id()
    is_healed = False

    async def refuse_poison(
        deliveries: Sequence[Delivery[NoteWrittenV1]], work: Transaction
    ) -> None:
        for delivery in deliveries:
            if delivery.event.note_id == poison and not is_healed:
                raise Poisoned
            await count_up(work, delivery.event.note_id, delivery.event.office_code)

    group = listener(database, refuse_poison)
    await group.handle([message(good, 1), message(poison, 1), message(good, 2)])
    assert await counts(database) == {good: 2}

    letters = DeadLetters(database)
    (letter,) = await letters.list(KOTIM, state="waiting", after=None, limit=10)
    assert (letter.reason, letter.attempts, letter.group_name) == ("poisoned", 1, GROUP)

    is_healed = True
    name, dead = await letters.waiting(KOTIM, letter.id)
    assert name == GROUP
    await group.replay(dead)
    await letters.decide(KOTIM, letter.id, "replayed")
    await group.replay(dead)

    assert await counts(database) == {good: 2, poison: 1}
    with pytest.raises(NotWaiting):
        await letters.waiting(KOTIM, letter.id)


async def test_what_cannot_be_parsed_is_set_aside_without_its_text(database: Database) -> None:
    broken = replace(message(new_id(), 1), data='{"note_id": "3201234567890001"}')
    await listener(database).handle([broken])

    (letter,) = await DeadLetters(database).list(KOTIM, state=None, after=None, limit=10)
    assert letter.reason == "invalid_message"


async def test_a_passing_fault_is_tried_again(database: Database) -> None:
    note, tries = new_id(), 0

    async def fail_twice(deliveries: Sequence[Delivery[NoteWrittenV1]], work: Transaction) -> None:
        nonlocal tries
        tries += 1
        if tries <= 2:
            raise RuntimeError
        await count_when_written(deliveries, work)

    await listener(database, fail_twice).handle([message(note, 1)])

    assert (tries, await counts(database)) == (3, {note: 1})


async def test_a_fault_that_does_not_pass_is_set_aside_after_its_bound(database: Database) -> None:
    tries = 0

    async def fail(_deliveries: object, _work: object) -> None:
        nonlocal tries
        tries += 1
        raise RuntimeError

    async with asyncio.timeout(10):
        await listener(database, fail).handle([message(new_id(), 1)])

    (letter,) = await DeadLetters(database).list(KOTIM, state="waiting", after=None, limit=10)
    assert (letter.reason, letter.attempts) == ("RuntimeError", IMPATIENT.attempts)
    assert tries == 1 + IMPATIENT.attempts  # in its batch, then by itself


async def test_what_follows_a_dead_letter_does_not_wait_for_it(database: Database) -> None:
    note = new_id()

    async def refuse_the_second(
        deliveries: Sequence[Delivery[NoteWrittenV1]], work: Transaction
    ) -> None:
        if any(delivery.event.count == 2 for delivery in deliveries):
            raise Poisoned
        await count_when_written(deliveries, work)

    group = listener(database, refuse_the_second, gap_wait_seconds=60.0)
    async with asyncio.timeout(10):
        for number in (1, 2, 3):
            await group.handle([message(note, number)])

    assert await counts(database) == {note: 2}


async def test_while_the_database_is_away_nothing_is_set_aside(database: Database) -> None:
    note, is_away = new_id(), True

    async def go_away(deliveries: Sequence[Delivery[NoteWrittenV1]], work: Transaction) -> None:
        if is_away:
            raise ConnectionResetError
        await count_when_written(deliveries, work)

    group = listener(database, go_away)
    for _ in range(IMPATIENT.attempts + 1):
        with pytest.raises(ConnectionResetError):
            await group.handle([message(note, 1)])
    is_away = False
    await group.handle([message(note, 1)])

    assert await counts(database) == {note: 1}
    assert await DeadLetters(database).list(KOTIM, state=None, after=None, limit=10) == []


async def test_an_unknown_version_and_a_foreign_event_are_passed_over(database: Database) -> None:
    note = new_id()
    await listener(database).handle(
        [
            replace(message(note, 1), version=9),
            replace(message(note, 2), type="probe.something_else"),
            message(note, 3),
        ]
    )

    assert await counts(database) == {note: 1}
    assert await DeadLetters(database).list(KOTIM, state=None, after=None, limit=10) == []


async def test_a_group_that_sets_most_things_aside_stops(database: Database) -> None:
    async def refuse(_deliveries: object, _work: object) -> None:
        raise Poisoned

    group = listener(database, refuse, dead_minimum=5, dead_window=10)
    assert await database.is_ready()
    await group.handle([message(new_id(), 1) for _ in range(6)])

    assert group.is_stopped
    assert not await database.is_ready()
    with pytest.raises(GroupStopped):
        await group.handle([message(new_id(), 1)])
