"""One HTTP/1.1 connection to a service, used by one request at a time.

What was received waits in a bounded buffer: a reader that is slow slows the sender down.
"""

import asyncio
from typing import cast

import httptools

HIGH_WATER_BYTES = 256 * 1024

Headers = list[tuple[bytes, bytes]]


class ConnectionLost(Exception):
    """The connection ended before the answer was whole."""


class Connection(asyncio.Protocol):
    """Parses answers as they arrive. `begin` starts a request, `release` tells whether the
    connection can carry another."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._drained: asyncio.Future[None] | None = None
        self._chunks: list[bytes] = []
        self._buffered = 0
        self._is_reading_paused = False
        self._is_writing_paused = False
        self._ends_with_connection = False
        self._is_kept_alive = False
        self.is_lost = False
        self.is_busy = False
        self.has_head = False
        self.is_complete = False
        self.has_no_body = False
        self.status = 0
        self.headers: Headers = []
        self.idle_since = 0.0

    def begin(self, *, has_no_body: bool) -> None:
        """A new request; `has_no_body` says that its answer ends with its head (HEAD)."""
        self.is_busy = True
        self.has_head = False
        self.is_complete = False
        self._is_kept_alive = False
        self.has_no_body = has_no_body
        self.headers = []

    def write(self, content: bytes) -> None:
        """Sends bytes of the request."""
        if self._transport is not None and not self.is_lost:
            self._transport.write(content)

    async def drain(self) -> None:
        """Waits while the other side does not take what was written."""
        if self._is_writing_paused and not self.is_lost:
            self._drained = self._loop.create_future()
            await self._drained

    async def head(self) -> None:
        """Waits for the answer's status and headers; raises ConnectionLost."""
        while not self.has_head:
            if self.is_lost:
                raise ConnectionLost
            await self._wait()

    async def more(self) -> None:
        """Waits for body bytes or the end; raises ConnectionLost when it breaks off."""
        while not self._chunks and not self.is_complete:
            if self.is_lost:
                raise ConnectionLost
            await self._wait()

    def take(self) -> bytes:
        """The body bytes that are here."""
        chunks = self._chunks
        if not chunks:
            return b""
        content = chunks[0] if len(chunks) == 1 else b"".join(chunks)
        chunks.clear()
        self._buffered = 0
        if self._is_reading_paused and self._transport is not None:
            self._is_reading_paused = False
            self._transport.resume_reading()
        return content

    def release(self) -> bool:
        """Ends the request; whether another may use the connection."""
        self.is_busy = False
        is_reusable = self.is_complete and not self.has_no_body and not self.is_lost
        if is_reusable and self._is_kept_alive:
            self.idle_since = self._loop.time()
            return True
        self.abort()
        return False

    def abort(self) -> None:
        """Ends the connection at once."""
        if self._transport is not None:
            self._transport.abort()
        self._end()

    async def _wait(self) -> None:
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _end(self) -> None:
        self.is_lost = True
        self._wake()
        self.resume_writing()

    # What the loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection stands."""
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, _error: Exception | None) -> None:
        """The connection is gone; an answer without a length is complete by that."""
        if self.has_head and self._ends_with_connection:
            self.is_complete = True
        self._end()

    def data_received(self, data: bytes) -> None:
        """Bytes of the answer; what nobody asked for ends the connection."""
        if not self.is_busy:
            self.abort()
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.abort()
            return
        self._wake()

    def pause_writing(self) -> None:
        """The other side does not keep up."""
        self._is_writing_paused = True

    def resume_writing(self) -> None:
        """The other side keeps up again."""
        self._is_writing_paused = False
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)

    # What the parser calls.

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header of the answer."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """The head is whole. Interim answers (1xx) are passed over."""
        status = self._parser.get_status_code()
        if status < 200:
            self.headers = []
            return
        self.status = status
        self.has_head = True
        framed = any(name in {b"content-length", b"transfer-encoding"} for name, _ in self.headers)
        self._ends_with_connection = not framed and status not in {204, 304}
        if self.has_no_body:
            self.is_complete = True

    def on_body(self, body: bytes) -> None:
        """Bytes of the body; past the bound, reading pauses until they are taken."""
        self._chunks.append(body)
        self._buffered += len(body)
        if self._buffered > HIGH_WATER_BYTES and not self._is_reading_paused:
            self._is_reading_paused = True
            if self._transport is not None:
                self._transport.pause_reading()

    def on_message_complete(self) -> None:
        """The answer is whole. Only here the parser knows whether the connection stays."""
        if self.has_head:
            self.is_complete = True
            self._is_kept_alive = self._parser.should_keep_alive()
