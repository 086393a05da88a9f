"""Programs started by us that never outlive us.

A child is killed by the kernel when its owner dies, however the owner dies (Linux); elsewhere it
is stopped by its owner alone. A child that ended is reported as ended, never as running.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# The death signal is tied to the *thread* that forked, so one thread that lives as long as the
# interpreter starts them all.
_spawner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="children")
# Asks for the death signal, then becomes the program: cheaper and safer than a preexec_fn.
_SHIM = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, signal.SIGKILL)
if os.getppid() != int(sys.argv[1]): sys.exit("the owner is gone")
os.execvp(sys.argv[2], sys.argv[2:])
"""
_POLL_SECONDS = 0.02
_LOG_TAIL_BYTES = 2000


class ChildFailed(Exception):
    """A child ended or did not become ready in time; the message ends with its last lines."""


class Child:
    """One program with its log file; may be started again after it was stopped or killed."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        directory: Path | None = None,
    ) -> None:
        """`environment` is the whole environment of the child; without one it inherits ours."""
        self.command = tuple(command)
        self.log = log
        self._environment = environment
        self._directory = directory
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it lives at this moment."""
        return self._popen is not None and self._popen.poll() is None

    @property
    def pid(self) -> int:
        """Its process id; raises ChildFailed when it was never started."""
        if self._popen is None:
            raise ChildFailed(f"{self.command[0]} was not started")
        return self._popen.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended, None while it lives."""
        return None if self._popen is None else self._popen.poll()

    def start(self) -> None:
        """Starts it; does nothing when it runs already."""
        if not self.is_running:
            self._popen = _spawner.submit(self._spawn).result()

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Returns once `is_ready` says so; raises ChildFailed when it ends or takes longer."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            if not self.is_running:
                raise ChildFailed(
                    f"{self.command[0]} ended ({self.exit_code}): {self.last_words()}"
                )
            if time.monotonic() > deadline:
                raise ChildFailed(f"not ready after {seconds:.0f} s: {self.last_words()}")
            time.sleep(_POLL_SECONDS)

    def signal(self, number: int) -> None:
        """Sends a signal to a living child (SIGSTOP and SIGCONT pause and wake it)."""
        if self._popen is not None and self.is_running:
            self._popen.send_signal(number)

    def stop(self, *, grace_seconds: float = 15.0) -> None:
        """Asks it to end, and kills it when it has not after the grace."""
        if self._popen is None:
            return
        self.signal(signal.SIGTERM)
        try:
            self._popen.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Ends it at once, as a power cut would."""
        if self._popen is not None:
            self._popen.kill()
            self._popen.wait()

    def last_words(self) -> str:
        """The end of its log."""
        if not self.log.exists():
            return ""
        return self.log.read_bytes()[-_LOG_TAIL_BYTES:].decode(errors="replace")

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - the command is our own
                (*_tied_to_owner(), *self.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=None if self._environment is None else dict(self._environment),
                cwd=self._directory,
                start_new_session=True,
            )


def _tied_to_owner() -> tuple[str, ...]:
    if not sys.platform.startswith("linux"):
        return ()
    return (sys.executable, "-I", "-S", "-c", _SHIM, str(os.getpid()))
