"""A real Apache Kafka broker without Docker: one KRaft node, formatted and started by us.

For tests and for `make up`; `python -m shared.messaging.broker DIRECTORY` runs one in the
foreground. A broker keeps its ports and its log over stop, kill and start, and never outlives
its owner. The jars come from `deploy/kafka/pom.xml` by Maven, once.
"""

import contextlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

from shared.children import Child, ChildFailed
from shared.local_ports import free_port, is_free
from shared.messaging.broker_jars import archive, class_path, install

_START_SECONDS = 60.0
_PORT_SECONDS = 15.0
_CLUSTER_ID = "c2F0dXBpbnR1LWJyb2tlcg"
_JVM_FLAGS = (
    "-Xmx384m",
    "-Xms64m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
)
_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={directory}/data
auto.create.topics.enable=false
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
broker.heartbeat.interval.ms=300
broker.session.timeout.ms=1500
group.initial.rebalance.delay.ms=0
log.retention.hours=336
log.segment.bytes=67108864
log.index.size.max.bytes=1048576
log.cleaner.dedupe.buffer.size=8388608
num.network.threads=2
num.io.threads=4
"""


class Broker:
    """One broker in one directory. All methods block; from a loop, call them in a thread."""

    is_real = True
    can_stop = True

    def __init__(self, directory: Path, *, properties: str = "") -> None:
        """`directory` holds its properties, its data and its log; it is made when missing.
        `properties` come after its own and win over them; `{port}` and `{controller_port}`
        are its ports."""
        self._directory = directory.resolve()
        self._properties = self._directory / "server.properties"
        self._recording = self._directory / "classes.jsa"
        self._more_properties = properties
        self._child: Child | None = None
        self._port = 0

    @property
    def bootstrap_servers(self) -> str:
        """Where clients find it; starts it when it was never started."""
        if self._child is None:
            self.start()
        return f"127.0.0.1:{self._port}"

    @property
    def is_running(self) -> bool:
        """Whether its process lives."""
        return self._child is not None and self._child.is_running

    def start(self) -> None:
        """Starts it and returns when it answers; on the same ports as before, if it ran before."""
        if self._child is None:
            install()
            self._child = self._prepare()
        child = self._child
        _wait_for_port(self._port)
        child.start()
        child.wait_until(lambda: _answers(self._port), seconds=_START_SECONDS)

    def stop(self) -> None:
        """Stops it in good order."""
        if self._child is not None:
            self._child.stop()
            self._keep_recorded_classes()

    def kill(self) -> None:
        """Ends its process at once, with whatever it was doing."""
        if self._child is not None:
            self._child.kill()

    def pause(self) -> None:
        """Freezes it: connections stay open and nothing is answered."""
        if self._child is not None:
            self._child.signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Lets a frozen broker go on."""
        if self._child is not None:
            self._child.signal(signal.SIGCONT)

    def _prepare(self) -> Child:
        self._directory.mkdir(parents=True, exist_ok=True)
        ports = self._ports_of_last_time() or (free_port(), free_port())
        self._port, controller_port = ports
        self._properties.write_text(
            (_PROPERTIES + self._more_properties).format(
                port=self._port, controller_port=controller_port, directory=self._directory
            )
        )
        if not (self._directory / "data" / "meta.properties").exists():
            self._format()
        sharing = f"-XX:ArchiveClassesAtExit={self._recording}"
        if archive().exists():
            sharing = f"-XX:SharedArchiveFile={archive()}"
        return Child(
            _java(sharing, "kafka.Kafka", str(self._properties)),
            log=self._directory / "broker.log",
        )

    def _ports_of_last_time(self) -> tuple[int, int] | None:
        if not self._properties.exists():
            return None
        found = re.search(
            r"^listeners=PLAINTEXT://127\.0\.0\.1:(\d+),CONTROLLER://127\.0\.0\.1:(\d+)$",
            self._properties.read_text(),
            re.MULTILINE,
        )
        if found is None:
            return None
        ports = (int(found[1]), int(found[2]))
        return ports if all(is_free(port) for port in ports) else None

    def _keep_recorded_classes(self) -> None:
        if self._recording.exists() and not archive().exists():
            shutil.copy(self._recording, archive().with_suffix(".new"))
            archive().with_suffix(".new").rename(archive())
        self._recording.unlink(missing_ok=True)

    def _format(self) -> None:
        done = subprocess.run(  # noqa: S603 - our own command
            _java(
                "-Xshare:auto",
                "kafka.tools.StorageTool",
                *("format", "--cluster-id", _CLUSTER_ID, "--config", str(self._properties)),
            ),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise ChildFailed(f"formatting the broker's storage failed: {done.stderr[-1000:]}")


def _java(sharing: str, *arguments: str) -> tuple[str, ...]:
    java = shutil.which("java") or "java"
    return (java, *_JVM_FLAGS, sharing, "-cp", class_path(), *arguments)


def _wait_for_port(port: int) -> None:
    """After a kill the old process may hold its port for a moment."""
    pause = threading.Event()
    for _ in range(int(_PORT_SECONDS / 0.1)):
        if is_free(port):
            return
        pause.wait(0.1)
    raise ChildFailed(f"port {port} is taken by another program")


def wait_until_it_answers(port: int) -> None:
    """Returns once a broker serves on this local port; raises ChildFailed when none does."""
    pause = threading.Event()
    for _ in range(int(_START_SECONDS / 0.1)):
        if _answers(port):
            return
        pause.wait(0.1)
    raise ChildFailed(f"no broker answers on port {port}")


def _answers(port: int) -> bool:
    """Whether the broker answers an ApiVersions request: it does so only once it is in service."""
    request = struct.pack(">hhih", 18, 0, 1, -1)
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as link:
        link.sendall(struct.pack(">i", len(request)) + request)
        return len(link.recv(8)) > 0
    return False


def main() -> None:
    """Runs a broker in the foreground until it is told to stop."""
    broker = Broker(Path(sys.argv[1] if len(sys.argv) > 1 else ".satupintu/broker"))
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    broker.start()
    sys.stdout.write(f"{broker.bootstrap_servers}\n")
    sys.stdout.flush()
    while broker.is_running and not stop.wait(0.5):
        pass
    broker.stop()


if __name__ == "__main__":
    main()
