"""P11 and P12: how soon one process takes work, and how much memory it holds. Absolute figures.

Installing is not part of a start: what is started here is installed already.
"""

import asyncio
import os
import secrets
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psutil

from bench.harness import ROUNDS, Absolute, Gate
from stories.deployment import Deployment, deployed, free_port
from stories.door import open_door
from stories.licence import LicenceStory

STARTS = max(1, ROUNDS // 2)
STORIES = 10
_POLL_SECONDS = 0.02


@asynccontextmanager
async def _home() -> AsyncIterator[Deployment]:
    with tempfile.TemporaryDirectory(prefix="satupintu-bench-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        home.chmod(0o711)
        deployment = Deployment("embedded", home, free_port())
        try:
            yield deployment
        finally:
            deployment.stop()


async def starts() -> Sequence[Absolute]:
    """P11: seconds from the command to the first durable 201."""
    first: list[float] = []
    warm: list[float] = []
    killed: list[float] = []
    for _ in range(STARTS):
        async with _home() as deployment:
            first.append(await _until_created(deployment))
            deployment.stop()
            warm.append(await _until_created(deployment))
            _kill_all(deployment)
            killed.append(await _until_created(deployment))
    return (
        _start("first start to the first durable 201", first, gate=6, goal=3),
        _start("warm start to the first durable 201", warm, gate=5, goal=1.5),
        _start("after kill -9 of all, to the first durable 201", killed, gate=5, goal=2),
    )


def _start(title: str, values: Sequence[float], *, gate: float, goal: float) -> Absolute:
    judged = Gate(value=gate, goal=goal, is_most=True)
    busy = f"{os.getloadavg()[0]:.1f} processes wanted the machine's {os.cpu_count()} cores"
    return Absolute(
        goal="P11",
        title=title,
        unit="s",
        values=values,
        gate=judged,
        notes=(f"at the end, {busy}",),
    )


async def _until_created(deployment: Deployment) -> float:
    """Starts it and asks for an account until one is opened."""
    started = time.perf_counter()
    deployment.start()
    async with httpx.AsyncClient(base_url=deployment.url, timeout=30) as http:
        while not await _is_created(http):
            assert deployment.process is not None
            assert deployment.process.poll() is None, deployment.last_words()
            await asyncio.sleep(_POLL_SECONDS)
    return time.perf_counter() - started


async def _is_created(http: httpx.AsyncClient) -> bool:
    username = f"pemohon-{secrets.token_hex(6)}"
    account = {
        "username": username,
        "password": secrets.token_urlsafe(16),
        "full_name": "Pemohon Contoh",
        "email": f"{username}@example.invalid",
        "phone": "+6281100000000",
    }
    try:
        answer = await http.post("/v1/accounts", json=account)
    except httpx.TransportError:
        return False
    return answer.status_code == httpx.codes.CREATED


def _kill_all(deployment: Deployment) -> None:
    victims = deployment.processes()
    deployment.kill()
    for victim in victims:
        try:
            victim.send_signal(signal.SIGKILL)
            victim.wait(timeout=10)
        except psutil.NoSuchProcess:
            continue


async def memory() -> Sequence[Absolute]:
    """P12: what the process of all services holds, and PostgreSQL beside it."""
    async with deployed("embedded") as deployment:
        assert deployment.process is not None
        services = deployment.process.pid
        after_start = _mebibytes(services)
        async with open_door(deployment.url, deployment.home, patience_seconds=30) as door:
            for _ in range(STORIES):
                await LicenceStory(door).until_signed()
            await asyncio.gather(*_readings(door.http))
        after_work, beside = _mebibytes(services), _postgres(services)
    gate = Gate(value=350, goal=200, is_most=True)
    return (
        _held("all services in one process, after the start", after_start, gate),
        _held(f"the same after {STORIES} licences, typeset and signed", after_work, gate),
        _held("PostgreSQL beside it, shared pages counted once", beside, None),
    )


def _readings(http: httpx.AsyncClient) -> list[Awaitable[httpx.Response]]:
    return [http.get("/v1/services", params={"office_code": "81.02"}) for _ in range(300)]


def _held(title: str, value: float, gate: Gate | None) -> Absolute:
    return Absolute(goal="P12", title=title, unit="MiB", values=[value], gate=gate)


def _mebibytes(pid: int) -> float:
    resident: int = psutil.Process(pid).memory_info().rss
    return resident / 2**20


def _postgres(owner: int) -> float:
    children = psutil.Process(owner).children(recursive=True)
    shares = [_share(child.pid) for child in children if child.name() == "postgres"]
    return sum(shares) / 1024


def _share(pid: int) -> int:
    """KiB that a process is answerable for: what it shares is divided among the sharers."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
