"""The connections to one service: a bounded number, the most recently used first."""

import asyncio
from collections import deque
from urllib.parse import urlsplit

from shared.services.connection import Connection

MAX_CONNECTIONS = 128
CONNECT_TIMEOUT_SECONDS = 2.0
# Shorter than the time after which our servers close an idle connection: a request
# should not meet a connection that is being closed.
IDLE_SECONDS = 4.0


class ServiceAway(Exception):
    """No connection is to be had: nothing was sent."""


class ConnectionPool:
    """Lends connections to `http://host:port`; each is given back or thrown away."""

    def __init__(self, base_url: str, *, size: int = MAX_CONNECTIONS) -> None:
        address = urlsplit(base_url)
        if address.scheme != "http" or address.hostname is None or address.path not in {"", "/"}:
            raise ValueError("a service's address is http://host:port")
        self._host = address.hostname
        self._port = address.port or 80
        self._idle: deque[Connection] = deque()
        self._room = asyncio.Semaphore(size)

    async def take(self, *, fresh: bool = False) -> tuple[Connection, bool]:
        """(connection, whether it was used before); raises ServiceAway."""
        if self._room.locked():
            await self._wait_for_room()
        else:
            await self._room.acquire()
        if not fresh and (connection := self._idle_one()) is not None:
            return connection, True
        try:
            return await self._open(), False
        except BaseException:
            self._room.release()
            raise

    def give_back(self, connection: Connection) -> None:
        """Keeps a connection that can be used again."""
        if connection.release():
            self._idle.append(connection)
        self._room.release()

    def close(self) -> None:
        """Ends the idle connections."""
        while self._idle:
            self._idle.pop().abort()

    def _idle_one(self) -> Connection | None:
        now = asyncio.get_running_loop().time()
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_lost and now - connection.idle_since < IDLE_SECONDS:
                return connection
            connection.abort()
        return None

    async def _wait_for_room(self) -> None:
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
                await self._room.acquire()
        except TimeoutError:
            raise ServiceAway from None

    async def _open(self) -> Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
                _, connection = await loop.create_connection(Connection, self._host, self._port)
        except (OSError, TimeoutError):
            raise ServiceAway from None
        return connection
