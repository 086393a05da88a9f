"""Who runs a home in many processes, for `satupintu down` to find.

The file is locked as long as its writer lives, so a number in it never names a stranger.
"""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from satupintu.home import Home

_STOP_SECONDS = 90.0
_POLL_SECONDS = 0.1


class AlreadyPresent(Exception):
    """Another process runs the home."""


@contextmanager
def present(home: Home) -> Iterator[None]:
    """Says that this process runs the home; raises AlreadyPresent when another one does."""
    with _opened(home) as file:
        if not _locked(file):
            raise AlreadyPresent(f"{home.path} is run already; `satupintu down` stops it")
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def dismiss(home: Home) -> bool:
    """Asks whoever runs the home to stop and waits for it; False when nobody does.

    Raises TimeoutError when it does not end.
    """
    deadline = time.monotonic() + _STOP_SECONDS
    was_there = False
    with _opened(home) as file:
        while not _locked(file):
            if not was_there:
                file.seek(0)
                os.kill(int(file.read()), signal.SIGTERM)
                was_there = True
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(_POLL_SECONDS)
    return was_there


def _opened(home: Home) -> TextIO:
    return (home.path / "up.lock").open("a+", encoding="utf-8")


def _locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
