"""Topics are made by us, with the number of partitions we chose, before anybody uses them.

Automatic creation would give them the broker's defaults, and a topic's partitions decide which
keys keep their order.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from aiokafka.admin import (  # type: ignore[import-untyped]
    AIOKafkaAdminClient,
    NewTopic,
)
from aiokafka.errors import (  # type: ignore[import-untyped]
    TopicAlreadyExistsError,
    for_code,
)

from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.trouble import Trouble

RETENTION_MS = 14 * 24 * 3600 * 1000
# Between tries of the client itself: how fast it notices that a broker is back.
RETRY_BACKOFF_MS = 200
REQUEST_TIMEOUT_MS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where the brokers are, whether we make topics there, and what a new one is like.

    `namespace` stands before every topic and group, so that deployments may share brokers.
    """

    access: KafkaAccess
    namespace: str = ""
    makes_topics: bool = True
    partitions: int = 6
    replication_factor: int = 1

    def named(self, name: str) -> str:
        """What a topic or a group of ours is called on the brokers."""
        return f"{self.namespace}{name}"


class Topics:
    """Knows which topics are there."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._known: set[str] = set()
        self._lock = asyncio.Lock()

    async def ensure(self, names: Iterable[str]) -> None:
        """Returns once all exist; keeps trying while no broker answers."""
        if not self._cluster.makes_topics:
            return
        trouble = Trouble("topics")
        async with self._lock:
            while missing := sorted(set(names) - self._known):
                try:
                    await self._create(missing)
                except (
                    Exception
                ) as error:  # also the client's own bugs while no controller is known
                    await trouble.wait(error)
                else:
                    self._known.update(missing)
        trouble.over()

    async def _create(self, names: list[str]) -> None:
        admin = AIOKafkaAdminClient(
            **self._cluster.access.options(),
            request_timeout_ms=REQUEST_TIMEOUT_MS,
        )
        try:
            await admin.start()
            response = await admin.create_topics([self._new(name) for name in names])
        finally:
            await admin.close()
        for name, code, *_ in response.topic_errors:
            error = for_code(code)
            if code and error is not TopicAlreadyExistsError:
                raise error(name)

    def _new(self, name: str) -> NewTopic:
        return NewTopic(
            name,
            self._cluster.partitions,
            self._cluster.replication_factor,
            topic_configs={"retention.ms": str(RETENTION_MS)},
        )
