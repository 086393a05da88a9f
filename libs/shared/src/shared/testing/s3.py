"""A pytest plugin: the fixture `s3`, an S3 server of the run's own behind a socket."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from shared.local_ports import free_port

REGION = "us-east-1"
ACCESS_KEY = "an-access-key-of-the-tests"
SECRET_KEY = "a-secret-key-of-the-tests"
_START_SECONDS = 30.0


class S3Server:
    """Keeps buckets in a folder, so that they are there again after a stop and a start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def options(self) -> dict[str, str]:
        """What a client of it is told."""
        return {
            "endpoint": self.endpoint,
            "region": REGION,
            "access_key_id": ACCESS_KEY,
            "secret_access_key": SECRET_KEY,
        }

    def start(self) -> None:
        """Starts it, on the same port as before."""
        self._server = subprocess.Popen(
            (sys.executable, "-m", "shared.testing.s3_server", str(self._folder), str(self._port)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the S3 server did not start")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends it at once."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None

    def make_bucket(self, name: str) -> str:
        """A new bucket's address."""
        httpx.put(f"{self.endpoint}/{name}").raise_for_status()
        return f"s3://{name}"

    def files(self) -> list[Path]:
        """Everything that is kept, also of uploads that were begun and not ended."""
        return [path for path in self._folder.rglob("*") if path.is_file()]

    def files_of(self, bucket: str) -> list[Path]:
        """The objects of a bucket."""
        return [path for path in (self._folder / bucket).rglob("*") if path.is_file()]

    def _answers(self) -> bool:
        try:
            return httpx.get(self.endpoint).status_code < 500
        except httpx.TransportError:
            return False


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """The run's server, started by whoever first asks for it."""
    folder = Path(tempfile.mkdtemp(prefix="satupintu-s3-"))
    server = S3Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
