"""The bus over Apache Kafka: acknowledged by all replicas, in order per key, at least once.

An offset is committed after the group has handled what lies before it. A broker that is away
stops nothing else: publishing waits, consuming goes on when it is back.
"""

import asyncio
from collections.abc import Sequence

from shared.messaging.contract import Handler, Message
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_consumer import GroupConsumer
from shared.messaging.kafka_publisher import Publisher
from shared.messaging.kafka_topics import Cluster, Topics
from shared.messaging.trouble import quieten_client


class KafkaBus:
    """Carries messages between processes. Made and used within one running loop."""

    def __init__(
        self,
        access: KafkaAccess | str,
        *,
        namespace: str = "",
        makes_topics: bool = True,
        partitions: int = 6,
        replication_factor: int = 1,
    ) -> None:
        """`access` may be bootstrap servers alone. `namespace` stands before the names of topics
        and groups: deployments that share brokers need one each, or they take each other's
        messages. `partitions` and `replication_factor` are for topics that do not exist yet;
        without `makes_topics` somebody else has to make them."""
        if isinstance(access, str):
            access = KafkaAccess(bootstrap_servers=access)
        cluster = Cluster(
            access=access,
            namespace=namespace,
            makes_topics=makes_topics,
            partitions=partitions,
            replication_factor=replication_factor,
        )
        quieten_client()
        self._cluster = cluster
        self._topics = Topics(cluster)
        self._publisher = Publisher(cluster, self._topics)
        self._consumers: dict[str, GroupConsumer] = {}

    def publish(self, messages: Sequence[Message]) -> list[asyncio.Future[None]]:
        """Futures that are done when the broker has acknowledged; they wait while it is away."""
        return self._publisher.publish(messages)

    def attach(self, group: str, topics: frozenset[str], handle: Handler) -> None:
        """Registers a group before `run`."""
        if group in self._consumers:
            raise ValueError(f"group {group} is attached already")
        self._consumers[group] = GroupConsumer(
            self._cluster, self._topics, group=group, names=topics, handle=handle
        )

    async def run(self) -> None:
        """Consumes until it is cancelled."""
        async with asyncio.TaskGroup() as running:
            for consumer in self._consumers.values():
                running.create_task(consumer.run())
            await asyncio.Event().wait()

    async def close(self) -> None:
        """Gives what is acknowledged a moment to arrive and cancels the rest."""
        await self._publisher.close()
