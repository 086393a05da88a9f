"""One owner per cluster, and no process of an earlier owner left.

The lock goes with the owner's death, so a stale one cannot exist; what an earlier owner's server
still does is waited for, and only then is its pid file taken away.
"""

import contextlib
import fcntl
import os
import signal
import sys
import time
from pathlib import Path
from typing import IO

from shared.database.embedded.account import EmbeddedPostgresError
from shared.database.embedded.placement import Place

_PATIENCE_SECONDS = 20.0
_POLL_SECONDS = 0.02


class AlreadyRunning(EmbeddedPostgresError):
    """Another process runs this cluster; `pid` is its number."""

    def __init__(self, cluster: Path, pid: str) -> None:
        super().__init__(f"the database in {cluster} is already run by process {pid}")
        self.pid = pid


def own(place: Place) -> IO[str]:
    """Takes the cluster for this process until the file is closed; raises AlreadyRunning."""
    descriptor = os.open(place.owner_file, os.O_RDWR | os.O_CREAT, 0o644)
    file = os.fdopen(descriptor, "r+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid = file.read().strip()
        file.close()
        raise AlreadyRunning(place.cluster, pid) from None
    file.truncate()
    file.write(str(os.getpid()))
    file.flush()
    return file


def end_leftovers(place: Place) -> None:
    """Waits for the processes of an earlier owner, ends those that stay, forgets their pid file.

    To be called by the owner alone.
    """
    if postmaster := _postmaster(place):
        _signal(postmaster, signal.SIGINT)
    # Without their postmaster the others end by themselves; they must not be told to one by one.
    if not _are_gone(place):
        for pid in _processes(place):
            _signal(pid, signal.SIGKILL)
        _are_gone(place)
    if _processes(place):
        message = f"an earlier PostgreSQL still runs in {place.cluster} and cannot be stopped"
        raise EmbeddedPostgresError(message)
    # Otherwise a number that another program has got by now would be taken for a running server.
    if sys.platform == "linux":
        (place.data / "postmaster.pid").unlink(missing_ok=True)


def _are_gone(place: Place) -> bool:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while _processes(place):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _postmaster(place: Place) -> int | None:
    """The number in the pid file, if that process is a server of this cluster."""
    try:
        pid = int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if pid in _processes(place) else None


def _processes(place: Place) -> list[int]:
    """The server's processes, by what they call themselves: their folders may be unreadable."""
    if sys.platform != "linux":
        return _by_pid_file(place)
    marks = (os.fsencode(f"cluster_name={place.name}"), os.fsencode(f"postgres: {place.name}: "))
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            line = entry.read_bytes()
            if any(mark in line for mark in marks) and int(entry.parent.name) != os.getpid():
                found.append(int(entry.parent.name))
    return found


def _by_pid_file(place: Place) -> list[int]:
    try:
        pid = int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, 0)
    except (OSError, ValueError):
        return []
    return [pid]
