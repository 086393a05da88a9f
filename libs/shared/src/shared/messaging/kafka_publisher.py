"""The publishing half of the Kafka bus: one lane per partition, one batch at a time in each.

A lane sends its next batch only after the one before was acknowledged, so no message overtakes an
earlier one of its key. When a batch fails for good, everything behind it in the lane fails too,
and the producer is made anew, since its sequence has a hole.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from zlib import crc32

from aiokafka import AIOKafkaProducer  # type: ignore[import-untyped]
from aiokafka.errors import ProducerClosed  # type: ignore[import-untyped]

from shared.messaging.contract import Message
from shared.messaging.kafka_topics import RETRY_BACKOFF_MS, Cluster, Topics
from shared.messaging.trouble import Trouble
from shared.messaging.wire import to_wire

MAX_BATCH_BYTES = 256 * 1024
REQUEST_TIMEOUT_MS = 30_000
CLOSE_SECONDS = 2.0

_Waiting = deque[tuple[Message, asyncio.Future[None]]]


class PublishFailed(Exception):
    """The broker refused the message, or one before it of the same key."""


class Publisher:
    """Publishes while it is open; the futures it gives wait as long as the broker is away."""

    def __init__(self, cluster: Cluster, topics: Topics) -> None:
        self._cluster = cluster
        self._link = _Link(cluster)
        self._topics = topics
        self._unsorted: dict[str, _Waiting] = {}
        self._lanes: dict[tuple[str, int], _Lane] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._is_closed = False

    def publish(self, messages: Sequence[Message]) -> list[asyncio.Future[None]]:
        """One future per message, in order."""
        loop = asyncio.get_running_loop()
        futures: list[asyncio.Future[None]] = []
        for message in messages:
            future: asyncio.Future[None] = loop.create_future()
            futures.append(future)
            if self._is_closed:
                future.cancel()
            else:
                topic = self._cluster.named(message.topic)
                self._unsorted.setdefault(topic, deque()).append((message, future))
        for topic in self._unsorted:
            if topic not in self._tasks or self._tasks[topic].done():
                self._tasks[topic] = asyncio.create_task(self._sort(topic))
        return futures

    async def close(self) -> None:
        """Lets batches on their way arrive, for a moment; cancels what is left."""
        self._is_closed = True
        lanes = [lane for lane in self._lanes.values() if lane.task is not None]
        tasks = [*self._tasks.values(), *(lane.task for lane in lanes if lane.task is not None)]
        if tasks:
            await asyncio.wait(tasks, timeout=CLOSE_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for waiting in (*self._unsorted.values(), *(lane.waiting for lane in lanes)):
            for _, future in waiting:
                future.cancel()
        await self._link.close()

    async def _sort(self, topic: str) -> None:
        """Moves what waits for a topic to its lanes, once the number of partitions is known."""
        trouble = Trouble("publishing", topic=topic)
        while self._unsorted.get(topic):
            await self._topics.ensure((topic,))
            try:
                partitions = await self._link.partitions_of(topic)
            except Exception as error:  # whatever the client raises, messages must not be stranded
                await trouble.wait(error)
                continue
            trouble.over()
            for message, future in self._unsorted.pop(topic):
                self._lane(topic, _partition(message.key, partitions)).put(message, future)

    def _lane(self, topic: str, partition: int) -> "_Lane":
        lane = self._lanes.get((topic, partition))
        if lane is None:
            lane = self._lanes[topic, partition] = _Lane(self._link, topic, partition)
        return lane


class _Lane:
    """What waits for one partition."""

    def __init__(self, link: "_Link", topic: str, partition: int) -> None:
        self.waiting: _Waiting = deque()
        self.task: asyncio.Task[None] | None = None
        self._link = link
        self._topic = topic
        self._partition = partition

    def put(self, message: Message, future: asyncio.Future[None]) -> None:
        """Queues, and sees to it that somebody sends."""
        self.waiting.append((message, future))
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._send_all())

    async def _send_all(self) -> None:
        while self.waiting:
            producer = await self._link.producer()
            on_their_way = await self._send_batch(producer)
            for future in on_their_way:
                if not future.done():
                    future.set_result(None)

    async def _send_batch(self, producer: AIOKafkaProducer) -> list[asyncio.Future[None]]:
        """Sends one batch and waits for its acknowledgement; returns whose messages were in it,
        none when it failed."""
        batch = producer.create_batch()
        taken: list[asyncio.Future[None]] = []
        while self.waiting:
            message, future = self.waiting[0]
            wire = to_wire(message)
            if not batch.append(
                timestamp=None, key=wire.key, value=wire.value, headers=wire.headers
            ):
                break
            self.waiting.popleft()
            taken.append(future)
        try:
            await (await producer.send_batch(batch, self._topic, partition=self._partition))
        except asyncio.CancelledError:
            for future in taken:
                future.cancel()
            raise
        except Exception as error:
            self._fail(taken, error)
            await self._link.renew(producer)
            return []
        return taken

    def _fail(self, taken: Sequence[asyncio.Future[None]], error: Exception) -> None:
        """Nothing overtakes what failed: what waits behind it fails as well."""
        futures = [*taken, *(future for _, future in self.waiting)]
        self.waiting.clear()
        for future in futures:
            if not future.done():
                future.set_exception(PublishFailed(type(error).__name__))


class _Link:
    """The connection, made when it is first needed and made anew when it is broken."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._producer: AIOKafkaProducer | None = None
        self._lock = asyncio.Lock()

    async def producer(self) -> AIOKafkaProducer:
        """A started producer; keeps trying while no broker answers."""
        trouble = Trouble("publishing")
        async with self._lock:
            while self._producer is None:
                try:
                    self._producer = await self._started()
                except Exception as error:
                    await trouble.wait(error)
            trouble.over()
            return self._producer

    async def partitions_of(self, topic: str) -> int:
        """How many partitions the topic has."""
        return len(await (await self.producer()).partitions_for(topic))

    async def renew(self, broken: AIOKafkaProducer) -> None:
        """Lets go of a producer, unless somebody else has done so already."""
        async with self._lock:
            if self._producer is broken:
                self._producer = None
                await _let_go(broken)

    async def close(self) -> None:
        """Lets go of the connection."""
        if self._producer is not None:
            await self.renew(self._producer)

    async def _started(self) -> AIOKafkaProducer:
        producer = AIOKafkaProducer(
            **self._cluster.access.options(),
            acks="all",
            enable_idempotence=True,
            linger_ms=0,
            max_batch_size=MAX_BATCH_BYTES,
            request_timeout_ms=REQUEST_TIMEOUT_MS,
            retry_backoff_ms=RETRY_BACKOFF_MS,
        )
        try:
            await producer.start()
        except BaseException:
            await _let_go(producer)
            raise
        return producer


async def _let_go(producer: AIOKafkaProducer) -> None:
    """Stops a producer in bounded time. The client's own `stop` waits for the broker as long as
    anything is unsent, so what is still unsent is failed first."""
    with suppress(TimeoutError):
        await asyncio.wait_for(producer.flush(), CLOSE_SECONDS)
    producer._message_accumulator.fail_all(ProducerClosed())
    with suppress(Exception):
        await producer.stop()


def _partition(key: str, partitions: int) -> int:
    """CRC-32, as librdkafka's `consistent` partitioner: the client's own is slow in Python."""
    return crc32(key.encode()) % partitions
