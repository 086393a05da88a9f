"""What every bus promises, as one suite: a test class inherits it and says how to get a bus.

A `Street` is a bus of one kind with topics and groups that no other test uses.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol
from uuid import uuid4

import pytest

from shared.ids import new_id
from shared.messaging.contract import Bus, Handler, Message

PATIENCE_SECONDS = 30


class Street(Protocol):
    """Where messages travel in one test."""

    publisher: str

    def bus(self) -> Bus:
        """A member that publishes and listens."""
        ...

    def successor(self, stopped: Bus, group: str, topics: frozenset[str], handle: Handler) -> Bus:
        """A member that goes on where the stopped one ended, with this group attached."""
        ...


@dataclass(slots=True)
class Listener:
    """A handler that remembers; `failures` is how often it cannot decide."""

    failures: int = 0
    heard: list[Message] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, messages: Sequence[Message]) -> None:
        """Remembers the batch, unless it is to fail."""
        if self.failures:
            self.failures -= 1
            raise ConnectionError
        self.heard.extend(messages)
        self.batches.append(len(messages))
        self._more.set()

    async def has_heard(self, count: int) -> list[Message]:
        """Waits for so many different messages and returns all that came."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len({message.id for message in self.heard}) < count:
                self._more.clear()
                await self._more.wait()
        return self.heard

    def sequences(self) -> dict[str, list[int]]:
        """Per key, the numbers in the order in which each was first heard."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for message in self.heard:
            if message.key_sequence not in numbers[message.key]:
                numbers[message.key].append(message.key_sequence)
        return dict(numbers)


def message_of(publisher: str, *, key: str | None = None, number: int = 1) -> Message:
    """A message as the relay would give it to the bus."""
    subject = uuid4()
    return Message(
        id=new_id(),
        type=f"{publisher}.something_happened",
        version=1,
        office="81.02",
        subject_type="application",
        subject=subject,
        sequence=number,
        key=key or str(subject),
        key_sequence=number,
        occurred_at=datetime.now(UTC),
        data=f'{{"office_code":"81.02","number":{number}}}',
    )


def streams(publisher: str, *, keys: int, each: int) -> list[Message]:
    """Messages of several keys, interleaved."""
    names = [f"{publisher}-{key}" for key in range(keys)]
    return [
        message_of(publisher, key=name, number=number)
        for number in range(1, each + 1)
        for name in names
    ]


@asynccontextmanager
async def running(bus: Bus) -> AsyncIterator[None]:
    """Consumes in the background; cancels at the end and closes the bus."""
    consuming = asyncio.create_task(bus.run())
    try:
        yield
    finally:
        await stopped(consuming)
        await bus.close()


async def stopped(consuming: asyncio.Task[None]) -> None:
    """Cancels a bus that runs and waits until it has ended."""
    consuming.cancel()
    with suppress(asyncio.CancelledError):
        await consuming


def topics_of(street: Street) -> frozenset[str]:
    """The one topic of a test."""
    return frozenset({f"{street.publisher}.events"})


class BusSuite:
    """Inherit, and give a fixture `street`."""

    async def test_a_message_arrives_as_it_was_sent(self, street: Street) -> None:
        bus, listener = street.bus(), Listener()
        bus.attach(f"{street.publisher}.reader", topics_of(street), listener.handle)
        plain = message_of(street.publisher)
        full = replace(
            message_of(street.publisher),
            correlation="a-request",
            causation=new_id(),
            version=7,
            data='{"b": 1,  "a": "Maluku Tenggara – é"}',
        )

        async with running(bus):
            await asyncio.gather(*bus.publish([plain, full]))
            heard = await listener.has_heard(2)

        assert {message.id: message for message in heard} == {plain.id: plain, full.id: full}

    async def test_messages_of_one_key_keep_their_order(self, street: Street) -> None:
        bus, listener = street.bus(), Listener()
        bus.attach(f"{street.publisher}.reader", topics_of(street), listener.handle)
        messages = streams(street.publisher, keys=12, each=40)

        async with running(bus):
            futures = [*bus.publish(messages[:7]), *bus.publish(messages[7:])]
            await asyncio.gather(*futures)
            await listener.has_heard(len(messages))

        assert len(listener.sequences()) == 12
        assert all(one == list(range(1, 41)) for one in listener.sequences().values())

    async def test_a_message_waits_for_the_one_before_it_of_its_key(self, street: Street) -> None:
        bus, listener = street.bus(), Listener()
        begun, release = asyncio.Event(), asyncio.Event()
        at_work: list[int] = [0]

        async def slow(messages: Sequence[Message]) -> None:
            at_work.append(at_work[-1] + 1)
            begun.set()
            await release.wait()
            await listener.handle(messages)
            at_work.append(at_work[-1] - 1)

        bus.attach(f"{street.publisher}.reader", topics_of(street), slow)
        first, second = (message_of(street.publisher, key="k", number=n) for n in (1, 2))
        async with running(bus), asyncio.timeout(PATIENCE_SECONDS):
            bus.publish([first])
            await begun.wait()
            bus.publish([second])
            await asyncio.sleep(0.2)
            release.set()
            assert await listener.has_heard(2) == [first, second]

        assert max(at_work) == 1

    async def test_every_group_gets_every_message(self, street: Street) -> None:
        bus, first, second = street.bus(), Listener(), Listener()
        bus.attach(f"{street.publisher}.first", topics_of(street), first.handle)
        bus.attach(f"{street.publisher}.second", topics_of(street), second.handle)
        messages = streams(street.publisher, keys=5, each=5)

        async with running(bus):
            await asyncio.gather(*bus.publish(messages))
            await first.has_heard(25)
            await second.has_heard(25)

        sent = {message.id for message in messages}
        assert {message.id for message in first.heard} == sent
        assert {message.id for message in second.heard} == sent

    async def test_a_batch_that_was_not_decided_comes_again_in_order(self, street: Street) -> None:
        bus, listener = street.bus(), Listener(failures=3)
        bus.attach(f"{street.publisher}.reader", topics_of(street), listener.handle)
        messages = streams(street.publisher, keys=3, each=10)

        async with running(bus):
            await asyncio.gather(*bus.publish(messages))
            await listener.has_heard(30)

        assert all(one == list(range(1, 11)) for one in listener.sequences().values())

    async def test_one_group_in_trouble_does_not_hold_another(self, street: Street) -> None:
        bus, sick, sound = street.bus(), Listener(failures=10_000), Listener()
        bus.attach(f"{street.publisher}.sick", topics_of(street), sick.handle)
        bus.attach(f"{street.publisher}.sound", topics_of(street), sound.handle)

        async with running(bus):
            bus.publish(streams(street.publisher, keys=2, each=5))
            await sound.has_heard(10)

        assert sick.heard == []

    async def test_nothing_is_lost_when_a_consumer_stops_in_mid_batch(self, street: Street) -> None:
        bus, listener, group = street.bus(), Listener(), f"{street.publisher}.reader"
        begun = asyncio.Event()

        async def never_ending(_: Sequence[Message]) -> None:
            if not listener.heard:
                begun.set()
                await asyncio.Event().wait()

        async def first_never_ending(messages: Sequence[Message]) -> None:
            if not begun.is_set():
                await never_ending(messages)
            await listener.handle(messages)

        bus.attach(group, topics_of(street), first_never_ending)
        consuming = asyncio.create_task(bus.run())
        messages = streams(street.publisher, keys=4, each=10)
        futures = bus.publish(messages)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await begun.wait()
        await stopped(consuming)

        successor = street.successor(bus, group, topics_of(street), first_never_ending)
        async with running(successor):
            await listener.has_heard(40)
            await asyncio.gather(*futures)
            await bus.close()

        assert all(one == list(range(1, 11)) for one in listener.sequences().values())

    async def test_a_group_hears_its_own_topics_only(self, street: Street) -> None:
        bus, listener = street.bus(), Listener()
        other = f"{street.publisher}x"
        bus.attach(f"{street.publisher}.reader", topics_of(street), listener.handle)

        async with running(bus):
            elsewhere, here = message_of(other), message_of(street.publisher)
            await asyncio.gather(*bus.publish([elsewhere, here]))
            heard = await listener.has_heard(1)

        assert heard == [here]

    async def test_a_group_is_attached_once(self, street: Street) -> None:
        bus = street.bus()
        bus.attach(f"{street.publisher}.reader", topics_of(street), Listener().handle)

        with pytest.raises(ValueError, match="attached already"):
            bus.attach(f"{street.publisher}.reader", topics_of(street), Listener().handle)
        await bus.close()

    async def test_a_closed_bus_gives_messages_back(self, street: Street) -> None:
        bus = street.bus()
        await bus.close()

        (future,) = bus.publish([message_of(street.publisher)])

        assert future.cancelled()
