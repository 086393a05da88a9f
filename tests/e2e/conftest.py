"""The stories' deployments: one process, and many; each started the way a user starts it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from stories.door import Door, open_door

COMMANDS = {"embedded": "run", "distributed": "up"}
READY_SECONDS = 180


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


async def until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    async with httpx.AsyncClient(timeout=5) as http:
        for _ in range(READY_SECONDS * 5):
            assert process.poll() is None, log.read_text()[-4000:]
            try:
                if (await http.get(f"{url}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.2)
    raise AssertionError(f"not ready: {log.read_text()[-4000:]}")


@pytest.fixture(scope="session", params=list(COMMANDS))
async def door(request: pytest.FixtureRequest) -> AsyncIterator[Door]:
    """The door of a deployment that lives as long as the run."""
    with tempfile.TemporaryDirectory(prefix="satupintu-e2e-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        home.chmod(0o711)
        port, log = free_port(), home / "output.log"
        environment = os.environ | {"SATUPINTU_HOME": str(home), "PORT": str(port)}
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "satupintu", COMMANDS[request.param]],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            url = f"http://127.0.0.1:{port}"
            await until_ready(process, url, log)
            async with open_door(url, home) as door:
                yield door
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
