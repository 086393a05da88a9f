"""The brokers a test run can get, best first: a given one, Java, Docker, the mock cluster.

All have the same face as `shared.messaging.broker.Broker`; what a kind cannot do, `is_real` and
`can_stop` say.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from confluent_kafka import Producer

from shared.local_ports import free_port
from shared.messaging.broker import Broker, wait_until_it_answers
from shared.messaging.broker_jars import missing
from shared.testing.settings import SuiteSettings

_IMAGE = "apache/kafka:4.1.1"
_DOCKER_SECONDS = 300


class AnyBroker(Protocol):
    """A broker as tests use it. The methods block."""

    @property
    def is_real(self) -> bool:
        """Whether it is Apache Kafka itself."""
        ...

    @property
    def can_stop(self) -> bool:
        """Whether `stop`, `kill` and `start` have an effect."""
        ...

    @property
    def bootstrap_servers(self) -> str:
        """Where clients find it."""
        ...

    def start(self) -> None:
        """Starts it, on the same ports as before; does nothing when it runs."""
        ...

    def stop(self) -> None:
        """Stops it in good order."""
        ...

    def kill(self) -> None:
        """Ends it at once."""
        ...


class GivenBroker:
    """Somebody else's broker: used, never stopped."""

    is_real = True
    can_stop = False

    def __init__(self, bootstrap_servers: str) -> None:
        self.bootstrap_servers = bootstrap_servers

    def start(self) -> None:
        """It runs already."""

    def stop(self) -> None:
        """It is not ours to stop."""

    def kill(self) -> None:
        """It is not ours to kill."""


class DockerBroker:
    """The broker of the public image; its log survives stop and start."""

    is_real = True
    can_stop = True

    def __init__(self) -> None:
        self._port = free_port()
        self._container: str | None = None

    @property
    def bootstrap_servers(self) -> str:
        """Where clients find it; starts it when it was never started."""
        if self._container is None:
            self.start()
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Makes the container, or starts it again."""
        if self._container is None:
            self._container = _docker("run", "--detach", *self._options(), _IMAGE)
        else:
            _docker("start", self._container)
        wait_until_it_answers(self._port)

    def stop(self) -> None:
        """Stops the container and keeps it."""
        if self._container is not None:
            _docker("stop", self._container)

    def kill(self) -> None:
        """Kills the container and keeps it."""
        if self._container is not None:
            _docker("kill", self._container)

    def remove(self) -> None:
        """Removes the container with everything in it."""
        if self._container is not None:
            _docker("rm", "--force", "--volumes", self._container)
            self._container = None

    def _options(self) -> tuple[str, ...]:
        settings = {
            "KAFKA_NODE_ID": "1",
            "KAFKA_PROCESS_ROLES": "broker,controller",
            "KAFKA_LISTENERS": f"PLAINTEXT://:{self._port},CONTROLLER://:9093",
            "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://127.0.0.1:{self._port}",
            "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
            "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
            "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
            "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        }
        options = ["--publish", f"127.0.0.1:{self._port}:{self._port}"]
        for name, value in settings.items():
            options += ["--env", f"{name}={value}"]
        return tuple(options)


class MockBroker:
    """The mock cluster inside confluent-kafka: one-member groups, no admin API, no stop."""

    is_real = False
    can_stop = False

    def __init__(self) -> None:
        self._client = Producer({"bootstrap.servers": "mock", "test.mock.num.brokers": 1})
        brokers = self._client.list_topics(timeout=10).brokers.values()
        self.bootstrap_servers = ",".join(f"{broker.host}:{broker.port}" for broker in brokers)

    def start(self) -> None:
        """It runs already."""

    def stop(self) -> None:
        """It cannot be stopped."""

    def kill(self) -> None:
        """It cannot be killed."""


def kind_of_broker() -> str:
    """Which kind this run gets: `given`, `java`, `docker` or `mock`."""
    if SuiteSettings().kafka_bootstrap_servers is not None:
        return "given"
    if missing() is None:
        return "java"
    return "docker" if _docker_answers() else "mock"


def make_broker(kind: str) -> tuple[AnyBroker, Callable[[], None]]:
    """A broker of a kind, not yet started, and what removes it without trace."""
    if kind == "given":
        return GivenBroker(SuiteSettings().kafka_bootstrap_servers or ""), lambda: None
    if kind == "docker":
        container = DockerBroker()
        return container, container.remove
    if kind == "mock":
        return MockBroker(), lambda: None
    directory = Path(tempfile.mkdtemp(prefix="satupintu-broker-"))
    broker = Broker(directory)

    def remove() -> None:
        broker.stop()
        shutil.rmtree(directory, ignore_errors=True)

    return broker, remove


def _docker_answers() -> bool:
    if shutil.which("docker") is None:
        return False
    return subprocess.run(("docker", "info"), capture_output=True, check=False).returncode == 0


def _docker(*arguments: str) -> str:
    done = subprocess.run(
        ("docker", *arguments), capture_output=True, text=True, check=True, timeout=_DOCKER_SECONDS
    )
    return done.stdout.strip()
