"""One suite over both buses, and what each of them promises beside."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary_event
from cloudevents.core.formats.json import JSONFormat

from shared.messaging.contract import Bus, Handler, Message
from shared.messaging.in_process import InProcessBus
from shared.messaging.kafka import KafkaBus
from shared.messaging.kafka_publisher import PublishFailed
from shared.messaging.wire import from_wire, to_wire
from shared.testing.broker_kinds import AnyBroker
from shared.testing.bus_suite import (
    BusSuite,
    Listener,
    message_of,
    running,
    streams,
    topics_of,
)


class InProcessStreet:
    """One process: the successor of a bus is the bus itself."""

    def __init__(self) -> None:
        self.publisher = f"probe{uuid4().hex[:8]}"

    def bus(self) -> Bus:
        return InProcessBus()

    def successor(self, stopped: Bus, group: str, topics: frozenset[str], handle: Handler) -> Bus:
        return stopped


class KafkaStreet:
    """Many processes: the successor is another member of the group."""

    def __init__(self, broker: AnyBroker) -> None:
        self.publisher = f"probe{uuid4().hex[:8]}"
        self._broker = broker

    def bus(self) -> Bus:
        # The mock cluster makes a topic when it is first asked for, and cannot be told to.
        return KafkaBus(self._broker.bootstrap_servers, makes_topics=self._broker.is_real)

    def successor(self, stopped: Bus, group: str, topics: frozenset[str], handle: Handler) -> Bus:
        bus = self.bus()
        bus.attach(group, topics, handle)
        return bus


class TestInProcessBus(BusSuite):
    @pytest.fixture
    def street(self) -> InProcessStreet:
        return InProcessStreet()

    async def test_a_slow_key_does_not_hold_the_others(self, street: InProcessStreet) -> None:
        bus, listener, release = InProcessBus(), Listener(), asyncio.Event()

        async def slow_for_one_key(messages: Sequence[Message]) -> None:
            if any(message.key == "slow" for message in messages):
                await release.wait()
            await listener.handle(messages)

        bus.attach("reader", topics_of(street), slow_for_one_key)
        async with running(bus):
            slow = bus.publish(
                [message_of(street.publisher, key="slow", number=n) for n in range(1, 4)]
            )
            await asyncio.sleep(0.01)
            quick = bus.publish(streams(street.publisher, keys=20, each=5))
            await asyncio.gather(*quick)
            assert not any(future.done() for future in slow)

            release.set()
            await asyncio.gather(*slow)

        assert listener.sequences()["slow"] == [1, 2, 3]

    async def test_a_message_is_taken_when_every_group_has_handled_it(
        self, street: InProcessStreet
    ) -> None:
        bus, quick, release = InProcessBus(), Listener(), asyncio.Event()

        async def held(_: Sequence[Message]) -> None:
            await release.wait()

        bus.attach("quick", topics_of(street), quick.handle)
        bus.attach("held", topics_of(street), held)
        async with running(bus):
            (taken,) = bus.publish([message_of(street.publisher)])
            await quick.has_heard(1)
            await asyncio.sleep(0.01)
            assert not taken.done()

            release.set()
            await taken

    async def test_what_waits_is_handled_in_batches(self, street: InProcessStreet) -> None:
        bus, listener = InProcessBus(), Listener()
        bus.attach("reader", topics_of(street), listener.handle)

        async with running(bus):
            await asyncio.gather(*bus.publish(streams(street.publisher, keys=300, each=4)))

        assert listener.batches == [500, 500, 200]

    async def test_closing_gives_back_what_nobody_handled(self, street: InProcessStreet) -> None:
        bus = InProcessBus()
        bus.attach("reader", topics_of(street), Listener().handle)
        (future,) = bus.publish([message_of(street.publisher)])

        await bus.close()

        assert future.cancelled()


class TestKafkaBus(BusSuite):
    @pytest.fixture
    def street(self, broker: AnyBroker) -> KafkaStreet:
        return KafkaStreet(broker)

    async def test_headers_that_are_not_known_are_passed_over(
        self, street: KafkaStreet, broker: AnyBroker
    ) -> None:
        bus, listener = street.bus(), Listener()
        bus.attach(f"{street.publisher}.reader", topics_of(street), listener.handle)
        message = message_of(street.publisher)
        wire = to_wire(message)
        strange = [*wire.headers, ("traceparent", b"\xff"), ("ce_newfangled", b"1")]

        async with running(bus):
            await bus.publish([message_of(street.publisher)])[0]
            async with AIOKafkaProducer(bootstrap_servers=broker.bootstrap_servers) as producer:
                await producer.send_and_wait(message.topic, wire.value, wire.key, headers=strange)
            heard = await listener.has_heard(2)

        assert message in heard

    @pytest.mark.broker
    async def test_a_record_that_is_no_message_holds_nobody(
        self, street: KafkaStreet, broker: AnyBroker
    ) -> None:
        bus, listener = street.bus(), Listener()
        bus.attach(f"{street.publisher}.reader", topics_of(street), listener.handle)
        before, after = (message_of(street.publisher, key="k", number=n) for n in (1, 2))

        async with running(bus):
            await bus.publish([before])[0]
            async with AIOKafkaProducer(bootstrap_servers=broker.bootstrap_servers) as producer:
                for partition in range(6):
                    await producer.send_and_wait(before.topic, b"junk", partition=partition)
            await bus.publish([after])[0]

            assert await listener.has_heard(2) == [before, after]

    @pytest.mark.broker
    async def test_deployments_that_share_brokers_do_not_hear_each_other(
        self, street: KafkaStreet, broker: AnyBroker
    ) -> None:
        ours, theirs = (
            KafkaBus(broker.bootstrap_servers, namespace=f"{street.publisher}-{name}.")
            for name in ("ours", "theirs")
        )
        ears = Listener(), Listener()
        for bus, ear in zip((ours, theirs), ears, strict=True):
            bus.attach("reader", topics_of(street), ear.handle)
        messages = streams(street.publisher, keys=20, each=1)

        async with running(ours), running(theirs):
            await theirs.publish([message_of(street.publisher)])[0]
            await ears[1].has_heard(1)
            await asyncio.gather(*ours.publish(messages))
            await ears[0].has_heard(20)

        assert _ids(ears[0]) == {message.id for message in messages}
        assert len(ears[1].heard) == 1

    @pytest.mark.broker
    async def test_a_message_that_fails_is_not_overtaken(self, street: KafkaStreet) -> None:
        bus = street.bus()
        huge = replace(message_of(street.publisher, key="k"), data="x" * 2_000_000)
        later = message_of(street.publisher, key="k", number=2)

        failed, behind = bus.publish([huge, later])

        with pytest.raises(PublishFailed):
            await failed
        with pytest.raises(PublishFailed):
            await behind
        await bus.publish([later])[0]
        await bus.close()

    @pytest.mark.broker
    async def test_two_members_share_the_keys_and_lose_nothing(self, street: KafkaStreet) -> None:
        first, second = street.bus(), street.bus()
        ears = Listener(), Listener()
        for bus, ear in zip((first, second), ears, strict=True):
            bus.attach(f"{street.publisher}.reader", topics_of(street), ear.handle)
        messages = streams(street.publisher, keys=60, each=20)

        async with running(first):
            await asyncio.gather(*first.publish(messages[:600]))
            await ears[0].has_heard(300)
            async with running(second):
                await _until_it_hears(ears[1], first, street.publisher)
                await asyncio.gather(*first.publish(messages[600:]))
                await _until(lambda: _ids(*ears) >= {message.id for message in messages})

        assert ears[0].heard
        assert ears[1].heard

    @pytest.mark.broker
    async def test_a_broker_that_went_away_delays_and_loses_nothing(
        self, street: KafkaStreet, broker: AnyBroker
    ) -> None:
        if not broker.can_stop:
            pytest.skip("the given broker is not ours to stop")
        bus, listener = street.bus(), Listener()
        bus.attach(f"{street.publisher}.reader", topics_of(street), listener.handle)
        messages = streams(street.publisher, keys=5, each=40)

        async with running(bus):
            await asyncio.gather(*bus.publish(messages[:100]))
            await asyncio.to_thread(broker.kill)
            futures = bus.publish(messages[100:])
            await asyncio.sleep(1)
            assert not any(future.done() for future in futures)

            await asyncio.to_thread(broker.start)
            await asyncio.gather(*futures)
            await listener.has_heard(200)

        assert all(one == list(range(1, 41)) for one in listener.sequences().values())

    async def test_a_bus_may_be_opened_and_closed_while_no_broker_is_there(self) -> None:
        bus, listener = KafkaBus("127.0.0.1:1"), Listener()
        bus.attach("reader", frozenset({"probe.events"}), listener.handle)

        async with running(bus):
            (future,) = bus.publish([message_of("probe")])
            await asyncio.sleep(0.3)

        assert future.cancelled()


def test_who_did_it_goes_through_the_wire_and_back() -> None:
    for actor in (None, "an account"):
        message = replace(message_of("permit"), actor=actor)
        wire = to_wire(message)
        assert from_wire(wire.value, wire.headers) == message


def test_the_wire_form_is_a_valid_cloud_event() -> None:
    message = replace(message_of("permit"), correlation="a-request", causation=uuid4())
    wire = to_wire(message)

    event = from_binary_event(
        KafkaMessage(headers=dict(wire.headers), key=wire.key, value=wire.value), JSONFormat()
    )

    assert event.get_id() == str(message.id)
    assert event.get_type() == message.type
    assert event.get_subject() == str(message.subject)
    assert event.get_time() == message.occurred_at
    assert event.get_extension("keysequence") == str(message.key_sequence)


def _ids(*ears: Listener) -> set[object]:
    return {message.id for ear in ears for message in ear.heard}


async def _until_it_hears(listener: Listener, bus: Bus, publisher: str) -> None:
    """Publishes until the second member has got its share of the partitions."""
    async with asyncio.timeout(30):
        while not listener.heard:
            await asyncio.gather(*bus.publish([message_of(publisher) for _ in range(20)]))
            await asyncio.sleep(0.1)


async def _until(is_so) -> None:
    async with asyncio.timeout(30):
        while not is_so():
            await asyncio.sleep(0.05)
