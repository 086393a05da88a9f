"""The broker we start ourselves: it comes back where it was, and dies with its owner."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from shared.messaging.broker import Broker
from shared.messaging.broker_jars import missing

pytestmark = pytest.mark.skipif(missing() is not None, reason=f"no broker by Java: {missing()}")

OWNER = """
import sys, time
from pathlib import Path
from shared.messaging.broker import Broker
broker = Broker(Path(sys.argv[1]))
broker.start()
print(broker._child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[Broker]:
    broker = Broker(tmp_path)
    yield broker
    broker.stop()


async def test_what_was_acknowledged_is_there_after_a_kill_and_a_start(own_broker: Broker) -> None:
    await asyncio.to_thread(own_broker.start)
    servers = own_broker.bootstrap_servers
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    await admin.create_topics([NewTopic("letters", 1, 1)])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=servers, acks="all") as producer:
        await producer.send_and_wait("letters", b"kept")

    own_broker.kill()
    assert not own_broker.is_running
    await asyncio.to_thread(own_broker.start)

    assert own_broker.bootstrap_servers == servers
    reader = AIOKafkaConsumer("letters", bootstrap_servers=servers, auto_offset_reset="earliest")
    async with reader:
        assert (await reader.getone()).value == b"kept"


async def test_a_second_broker_in_the_same_directory_finds_the_ports_and_data(
    own_broker: Broker, tmp_path: Path
) -> None:
    await asyncio.to_thread(own_broker.start)
    servers = own_broker.bootstrap_servers
    await asyncio.to_thread(own_broker.stop)

    successor = Broker(tmp_path)
    await asyncio.to_thread(successor.start)

    assert successor.bootstrap_servers == servers
    await asyncio.to_thread(successor.stop)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the death signal is Linux's")
def test_a_broker_dies_with_an_owner_that_is_killed(tmp_path: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    with owner.stdout:
        broker_pid = int(owner.stdout.readline())

    owner.kill()
    owner.wait()

    assert _is_gone(broker_pid)


def _is_gone(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    return False
