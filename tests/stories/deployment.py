"""A deployment under test, started the way a user starts it: `satupintu run` or `satupintu up`."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

COMMANDS = {"embedded": "run", "distributed": "up"}
READY_SECONDS = 180
# Settings for whoever waits for what comes by the hour, or every few seconds.
OFTEN = {
    "PERMIT_SEAL_INTERVAL_SECONDS": "2",
    "GATEWAY_SEAL_INTERVAL_SECONDS": "2",
    "PERMIT_DELIVERY_INTERVAL_SECONDS": "1",
    "PERMIT_INTAKE_INTERVAL_SECONDS": "1",
    "GATEWAY_NOTIFY_INTERVAL_SECONDS": "0.5",
    "GATEWAY_OSS_INTERVAL_SECONDS": "1",
    "GATEWAY_OUTAGES_INTERVAL_SECONDS": "1",
    "GATEWAY_DELETIONS_INTERVAL_SECONDS": "1",
}


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@dataclass(slots=True)
class Deployment:
    """One home, and the process that runs what stands in it."""

    mode: str
    home: Path
    port: int
    kafka: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the gateway answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What the deployment has said."""
        return self.home / "output.log"

    def start(self) -> None:
        """Starts the command; `until_ready` waits for it."""
        environment = os.environ | {"SATUPINTU_HOME": str(self.home), "PORT": str(self.port)}
        if self.kafka is not None:
            environment["KAFKA_BOOTSTRAP_SERVERS"] = self.kafka
        environment |= self.settings
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "satupintu", COMMANDS[self.mode]],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    async def until_runs(self) -> None:
        """As `until_ready`; what has ended is started again."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        await self.until_ready()

    async def until_ready(self) -> None:
        """Returns when everything can take work."""
        async with httpx.AsyncClient(timeout=5) as http:
            for _ in range(READY_SECONDS * 5):
                assert self.process is not None
                assert self.process.poll() is None, self.last_words()
                if await self._is_ready(http):
                    return
                await asyncio.sleep(0.2)
        raise AssertionError(f"not ready: {self.last_words()}")

    async def _is_ready(self, http: httpx.AsyncClient) -> bool:
        try:
            return (await http.get(f"{self.url}/readyz")).status_code == 200
        except httpx.TransportError:
            return False

    def last_words(self) -> str:
        """The end of the log, and of what each process of its own had to say."""
        logs = [self.log, *sorted((self.home / "logs").glob("*.log"))]
        return "\n".join(f"== {one.name}\n{_end_of(one)}" for one in logs)

    def stop(self) -> None:
        """Asks it to end, and waits."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)

    def kill(self) -> None:
        """kill -9 of the command itself, with no word to anybody."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=10)

    def processes(self) -> list[psutil.Process]:
        """Everything that the command has started, PostgreSQL's own children left out."""
        assert self.process is not None
        children = psutil.Process(self.process.pid).children(recursive=True)
        numbers = {child.pid for child in children}
        return [child for child in children if _is_victim(child, numbers)]


def _end_of(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-4000:]


def _is_victim(process: psutil.Process, started: set[int]) -> bool:
    try:
        is_backend = process.name() == "postgres" and process.ppid() in started
        return not is_backend and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@asynccontextmanager
async def deployed(
    mode: str, *, kafka: str | None = None, settings: Mapping[str, str] | None = None
) -> AsyncIterator[Deployment]:
    """A fresh deployment in a home of its own, stopped afterwards; `settings` are variables that
    its operator has set beside."""
    with tempfile.TemporaryDirectory(prefix="satupintu-e2e-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        home.chmod(0o711)
        deployment = Deployment(mode, home, free_port(), kafka, dict(settings or {}))
        deployment.start()
        try:
            await deployment.until_ready()
            yield deployment
        finally:
            deployment.stop()
