"""Whoever of a crew ends is started again, until the crew is dismissed."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from satupintu.home import Home
from satupintu.presence import AlreadyPresent, dismiss, present
from satupintu.supervision import Crew
from shared.children import Child
from shared.local_ports import free_port

READY = """
import http.server, sys
class Door(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Door).serve_forever()
"""
LIVES_IN = """
import sys, time
from pathlib import Path
from satupintu.home import Home
from satupintu.presence import present
with present(Home(Path(sys.argv[1]))):
    print("present", flush=True)
    time.sleep(60)
"""


@asynccontextmanager
async def crew_of(*children: tuple[str, Child, int]) -> AsyncIterator[Crew]:
    crew = Crew()
    for name, child, port in children:
        crew.add(name, child, port=port)
    watching = asyncio.create_task(crew.watch())
    try:
        yield crew
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await crew.stop(crew.names)


def ready_child(tmp_path: Path) -> tuple[str, Child, int]:
    port = free_port()
    command = (sys.executable, "-c", READY, str(port))
    return "worker", Child(command, log=tmp_path / "worker.log"), port


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.02)


async def test_one_that_is_killed_is_started_again(tmp_path: Path) -> None:
    async with crew_of(ready_child(tmp_path)) as crew:
        await crew.start(["worker"])
        before = crew.child("worker").pid

        crew.child("worker").kill()

        await until(lambda: crew.child("worker").is_running)
        assert crew.child("worker").pid != before


async def test_one_that_was_stopped_stays_stopped(tmp_path: Path) -> None:
    async with crew_of(ready_child(tmp_path)) as crew:
        await crew.start(["worker"])

        await crew.stop(["worker"])

        await asyncio.sleep(0.4)
        assert not crew.child("worker").is_running


async def test_one_that_keeps_ending_is_tried_more_and_more_seldom(tmp_path: Path) -> None:
    log = tmp_path / "tries"
    child = Child((sys.executable, "-I", "-S", "-c", "print('tried')"), log=log)
    async with crew_of(("worker", child, free_port())) as crew:
        starting = asyncio.create_task(crew.start(["worker"]))
        await asyncio.sleep(3)
        starting.cancel()
        with suppress(asyncio.CancelledError):
            await starting

    assert 3 <= log.read_text().count("tried") <= 6


async def test_a_home_is_run_by_one_process(tmp_path: Path) -> None:
    home = Home(tmp_path)

    with present(home), pytest.raises(AlreadyPresent), present(home):
        pass


async def test_whoever_runs_a_home_can_be_dismissed(tmp_path: Path) -> None:
    child = Child(
        (sys.executable, "-c", LIVES_IN, str(tmp_path)),
        log=tmp_path / "log",
        environment=dict(os.environ),
    )
    child.start()
    await until(lambda: "present" in child.last_words())

    assert await asyncio.to_thread(dismiss, Home(tmp_path))

    await until(lambda: not child.is_running)
    assert not dismiss(Home(tmp_path))
