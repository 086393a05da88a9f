"""A crew of processes that are started again whenever one of them ends, until they are dismissed.

One that keeps ending is tried more and more seldom; the others are not touched by it.
"""

import asyncio
import http.client
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from shared.children import Child, ChildFailed
from shared.telemetry import logger

log = logger(__name__)

_WATCH_SECONDS = 0.1
_FIRST_DELAY_SECONDS = 0.1
_LONGEST_DELAY_SECONDS = 5.0
# One that lived this long was well: the next try is not delayed.
_WELL_AFTER_SECONDS = 10.0
_READY_SECONDS = 120.0
_ANSWER_SECONDS = 5.0


@dataclass(slots=True)
class _Post:
    """One place in the crew, and whoever fills it."""

    child: Child
    port: int
    is_wanted: bool = False
    ends: int = 0
    started_at: float = 0.0
    next_try_at: float = 0.0

    def start(self) -> None:
        self.is_wanted = True
        self.started_at = time.monotonic()
        self.child.start()

    def has_ended(self, now: float) -> bool:
        """Whether it should run, does not, and was not seen so before."""
        if not self.is_wanted or self.child.is_running or self.next_try_at > self.started_at:
            return False
        self.ends = 0 if now - self.started_at > _WELL_AFTER_SECONDS else self.ends + 1
        delay = _FIRST_DELAY_SECONDS * 2 ** min(self.ends, 10)
        self.next_try_at = now + min(delay, _LONGEST_DELAY_SECONDS)
        return True

    def is_due(self, now: float) -> bool:
        """Whether it should be started again at this moment."""
        return self.is_wanted and not self.child.is_running and now >= self.next_try_at


class Crew:
    """Named processes, each with a port on which `/readyz` tells whether it can take work."""

    def __init__(self) -> None:
        self._posts: dict[str, _Post] = {}

    def add(self, name: str, child: Child, *, port: int) -> None:
        """Makes a place in the crew; `start` fills it."""
        self._posts[name] = _Post(child, port)

    @property
    def names(self) -> tuple[str, ...]:
        """Every place, in the order in which they were made."""
        return tuple(self._posts)

    def child(self, name: str) -> Child:
        """Whoever fills a place: to kill it, to pause it, to read its log."""
        return self._posts[name].child

    async def start(self, names: Iterable[str]) -> None:
        """Starts these and returns when all of them can take work; raises ChildFailed."""
        posts = [self._posts[name] for name in names]
        for post in posts:
            post.start()
        await asyncio.gather(*(self._until_ready(post) for post in posts))

    async def stop(self, names: Iterable[str]) -> None:
        """Ends these in good order; nobody starts them again."""
        posts = [self._posts[name] for name in names]
        for post in posts:
            post.is_wanted = False
            post.child.signal(signal.SIGTERM)
        await asyncio.gather(*(asyncio.to_thread(post.child.stop) for post in posts))

    async def watch(self) -> None:
        """Starts again whoever ended, until it is cancelled."""
        while True:
            now = time.monotonic()
            for name, post in self._posts.items():
                if post.has_ended(now):
                    log.error("process_ended", name=name, exit_code=post.child.exit_code)
                if post.is_due(now):
                    post.start()
                    log.info("process_started", name=name)
            await asyncio.sleep(_WATCH_SECONDS)

    async def _until_ready(self, post: _Post) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while not await asyncio.to_thread(_is_ready, post.port):
            if time.monotonic() > deadline:
                raise ChildFailed(f"{post.child.log.name}: {post.child.last_words()}")
            await asyncio.sleep(_WATCH_SECONDS)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_ANSWER_SECONDS)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    connection.close()
    return False
