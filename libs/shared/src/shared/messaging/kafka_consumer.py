"""The consuming half of the Kafka bus: one member of one group.

An offset is committed only after `handle` has returned for everything before it. A batch that
could not be decided is fetched again from its first message. What a rebalance does twice, the
once-marks absorb.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from aiokafka import (  # type: ignore[import-untyped]
    AIOKafkaConsumer,
    ConsumerRebalanceListener,
    TopicPartition,
)
from aiokafka.errors import (  # type: ignore[import-untyped]
    CommitFailedError,
    IllegalStateError,
    KafkaError,
)
from prometheus_client import Counter, Gauge

from shared.messaging.contract import Handler, Message
from shared.messaging.kafka_topics import REQUEST_TIMEOUT_MS, RETRY_BACKOFF_MS, Cluster, Topics
from shared.messaging.trouble import Trouble
from shared.messaging.wire import MalformedMessage, from_wire
from shared.telemetry import logger

log = logger(__name__)

BATCH = 500
POLL_MS = 1_000
SESSION_MS = 6_000
HEARTBEAT_MS = 1_500
# How long a partition that was added, or was unknown at the last assignment, waits for a reader.
METADATA_MS = 15_000
FINISH_SECONDS = 4.0
CLOSE_SECONDS = 3.0

LAG = Gauge(
    "consumer_lag", "Messages a group's member has not handled yet", ["group", "topic", "partition"]
)
MALFORMED = Counter(
    "consumer_malformed_total", "Records that are no message of ours", ["group", "topic"]
)

_Records = Mapping[TopicPartition, Sequence[Any]]


class GroupConsumer:
    """One member of a group; `run` lasts until it is cancelled, whatever the broker does."""

    def __init__(
        self,
        cluster: Cluster,
        topics: Topics,
        *,
        group: str,
        names: Collection[str],
        handle: Handler,
    ) -> None:
        self._cluster = cluster
        self._topics = topics
        self._group = group
        self._names = sorted(cluster.named(name) for name in names)
        self._handle = handle
        self._at_work = asyncio.Lock()

    async def run(self) -> None:
        """Joins the group and consumes; joins anew when the connection is beyond repair."""
        trouble = Trouble("consuming", group=self._group)
        while True:
            await self._topics.ensure(self._names)
            consumer = self._new_consumer()
            try:
                # Before the start, which then waits until this client knows the topics: whoever
                # joins without knowing them is assigned nothing.
                consumer.subscribe(self._names, listener=_FinishFirst(self._at_work))
                await consumer.start()
                trouble.over()
                await self._consume(consumer)
            except Exception as error:  # whatever the client raises, the group goes on
                await trouble.wait(error)
            finally:
                await _let_go(consumer)

    async def _consume(self, consumer: AIOKafkaConsumer) -> None:
        trouble = Trouble("group", group=self._group)
        while True:
            records: _Records = await consumer.getmany(timeout_ms=POLL_MS, max_records=BATCH)
            if not records:
                continue
            try:
                async with self._at_work:
                    await self._handle_all(consumer, records)
            except KafkaError:
                raise
            except Exception as error:
                _go_back(consumer, records)
                await trouble.wait(error)
            else:
                trouble.over()

    async def _handle_all(self, consumer: AIOKafkaConsumer, records: _Records) -> None:
        """Handles what is still ours, then commits."""
        ours = consumer.assignment()
        records = {place: some for place, some in records.items() if place in ours}
        messages = self._parsed(records)
        if messages:
            await self._handle(messages)
        await _commit(consumer, {place: some[-1].offset + 1 for place, some in records.items()})
        self._measure(consumer, records)

    def _parsed(self, records: _Records) -> list[Message]:
        """The messages; a record that is none can never be handled and is counted instead."""
        messages: list[Message] = []
        for place, some in records.items():
            for record in some:
                try:
                    messages.append(from_wire(record.value, record.headers))
                except MalformedMessage as error:
                    MALFORMED.labels(self._group, place.topic).inc()
                    log.error(
                        "record_malformed",
                        group=self._group,
                        topic=place.topic,
                        partition=place.partition,
                        offset=record.offset,
                        reason=str(error),
                    )
        return messages

    def _measure(self, consumer: AIOKafkaConsumer, records: _Records) -> None:
        for place, some in records.items():
            end = consumer.highwater(place) if place in consumer.assignment() else None
            if end is not None:
                lag = LAG.labels(self._group, place.topic, str(place.partition))
                lag.set(max(0, end - some[-1].offset - 1))

    def _new_consumer(self) -> AIOKafkaConsumer:
        return AIOKafkaConsumer(
            **self._cluster.access.options(),
            group_id=self._cluster.named(self._group),
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_poll_records=BATCH,
            fetch_min_bytes=1,
            session_timeout_ms=SESSION_MS,
            heartbeat_interval_ms=HEARTBEAT_MS,
            metadata_max_age_ms=METADATA_MS,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            retry_backoff_ms=RETRY_BACKOFF_MS,
        )


class _FinishFirst(ConsumerRebalanceListener):  # type: ignore[misc]
    """Before partitions are given away, the batch at work may finish and be committed."""

    def __init__(self, at_work: asyncio.Lock) -> None:
        self._at_work = at_work

    async def on_partitions_revoked(self, _: Collection[TopicPartition]) -> None:
        """Waits for the batch at work, shorter than the group would wait for us."""
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS), self._at_work:
                pass

    async def on_partitions_assigned(self, _: Collection[TopicPartition]) -> None:
        """Begins at the committed offsets, which the client looks up itself."""


async def _commit(consumer: AIOKafkaConsumer, offsets: Mapping[TopicPartition, int]) -> None:
    """A commit that a rebalance refuses is no loss: the next owner gets duplicates."""
    ours = consumer.assignment()
    still_ours = {place: offset for place, offset in offsets.items() if place in ours}
    if not still_ours:
        return
    try:
        await consumer.commit(still_ours)
    except (CommitFailedError, IllegalStateError) as error:
        log.info("commit_refused", reason=type(error).__name__)


def _go_back(consumer: AIOKafkaConsumer, records: _Records) -> None:
    for place, some in records.items():
        # A partition that went elsewhere in the meantime is fetched by its new owner.
        with suppress(IllegalStateError):
            consumer.seek(place, some[0].offset)


async def _let_go(consumer: AIOKafkaConsumer) -> None:
    """Leaves the group in bounded time, also when no broker answers."""
    with suppress(TimeoutError, KafkaError, OSError):
        await asyncio.wait_for(consumer.stop(), CLOSE_SECONDS)
