"""A closed loop of keep-alive connections: as little client as can be, since it shares the
database's core. An answer that is not 2xx voids the measurement."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httptools

CONNECTIONS = 32


class Voided(AssertionError):
    """An answer was not what the bench measures."""


@dataclass(slots=True)
class Load:
    """What a loop has measured."""

    answered: int = 0
    seconds: float = 0
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.answered / self.seconds


class _Client(asyncio.Protocol):
    """One connection: sends the next request when the answer to the last is whole."""

    def __init__(self, next_request: Callable[[], bytes | None], load: Load) -> None:
        self._next = next_request
        self._load = load
        self._sent_at = 0.0
        self._body = b""
        self._transport: asyncio.Transport | None = None
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment] - uvloop's is one in all but name
        self._send()

    def _send(self) -> None:
        assert self._transport is not None
        request = self._next()
        if request is None:
            self._transport.close()
            if not self.done.done():
                self.done.set_result(None)
            return
        self._body = b""
        self._parser = httptools.HttpResponseParser(self)
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        if not 200 <= status < 300:
            self.done.set_exception(Voided(f"{status}: {self._body[:500]!r}"))
            assert self._transport is not None
            self._transport.close()
            return
        self._load.answered += 1
        self._load.latencies.append(time.perf_counter() - self._sent_at)
        asyncio.get_running_loop().call_soon(self._send)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("closed"))


async def closed_loop(
    port: int,
    make_request: Callable[[], bytes | None],
    seconds: float,
    *,
    connections: int = CONNECTIONS,
) -> Load:
    """As many answers as come in the time; `make_request` gives None when there is nothing left."""
    load = Load()
    ends = time.perf_counter() + seconds

    def next_request() -> bytes | None:
        return make_request() if time.perf_counter() < ends else None

    started = time.perf_counter()
    loop = asyncio.get_running_loop()
    clients = [
        (await loop.create_connection(lambda: _Client(next_request, load), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    await asyncio.gather(*(client.done for client in clients))
    load.seconds = time.perf_counter() - started
    return load


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The bytes of one request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: bench", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
