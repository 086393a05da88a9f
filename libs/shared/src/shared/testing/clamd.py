"""A pytest plugin: the fixture `clamd`, and the marker `clamd` for tests that need ClamAV's daemon.

It is the real daemon, with a database of one signature: that of EICAR's test file. Where it is not
installed such a test is skipped loudly and counted; under `CI=true` it fails.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from shared.local_ports import free_port
from shared.testing.settings import SuiteSettings

# In two pieces, so that a scanner does not take this file for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
STREAM_BYTES = 21 * 1024 * 1024

_LACK = "no ClamAV daemon: install clamav-daemon"
_START_SECONDS = 30.0
_skipped = pytest.StashKey[list[str]]()


@cache
def _program() -> str | None:
    # A daemon lies where only the administrator's shell looks.
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class ClamdServer:
    """The daemon at a TCP port of this machine and at a Unix socket."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._port = free_port()
        self._daemon: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Over TCP."""
        return f"tcp://127.0.0.1:{self._port}"

    @property
    def unix_url(self) -> str:
        """Over the Unix socket."""
        return f"unix://{self._socket}"

    @property
    def _socket(self) -> Path:
        return self._directory / "clamd.ctl"

    def start(self) -> None:
        """Starts it and waits until it answers."""
        signatures = self._directory / "signatures"
        signatures.mkdir(exist_ok=True)
        (signatures / "test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
        configuration = self._directory / "clamd.conf"
        configuration.write_text(
            f"Foreground yes\nDatabaseDirectory {signatures}\nLocalSocket {self._socket}\n"
            f"TCPAddr 127.0.0.1\nTCPSocket {self._port}\nStreamMaxLength {STREAM_BYTES}\n"
            f"MaxThreads 4\nTemporaryDirectory {self._directory}\nAlertExceedsMax yes\n"
        )
        program = _program()
        assert program is not None
        self._daemon = subprocess.Popen(
            (program, "--config-file", str(configuration)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def stop(self) -> None:
        """Ends it."""
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait()
            self._daemon = None

    def _wait(self) -> None:
        assert self._daemon is not None
        until = time.monotonic() + _START_SECONDS
        while not self._socket.exists():
            if self._daemon.poll() is not None or time.monotonic() > until:
                raise RuntimeError("clamd did not start")
            time.sleep(0.02)


@pytest.fixture(scope="session")
def clamd() -> Iterator[ClamdServer]:
    """The run's daemon, started by whoever first asks for it."""
    directory = Path(tempfile.mkdtemp(prefix="satupintu-clamd-"))
    server = ClamdServer(directory)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        with suppress(OSError):
            shutil.rmtree(directory)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips or fails tests that need the daemon where there is none."""
    if item.get_closest_marker("clamd") is None or _program() is not None:
        return
    if SuiteSettings().ci:
        pytest.fail(_LACK)
    item.config.stash.setdefault(_skipped, []).append(item.nodeid)
    pytest.skip(_LACK)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how much was not tested for want of the daemon."""
    skipped = terminalreporter.config.stash.get(_skipped, [])
    if skipped:
        terminalreporter.section("NOT TESTED", red=True)
        terminalreporter.line(f"{len(skipped)} tests skipped: {_LACK}", red=True)
