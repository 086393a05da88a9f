"""A service in another process, as the ASGI app that it is there.

Requests go over pooled keep-alive connections and stream both ways. A request is sent again only
when the service cannot have seen it: nothing was sent, or it changes nothing and got no answer.
"""

import asyncio

from starlette.types import Message, Receive, Scope, Send

from shared.errors import Unavailable
from shared.http.language import language_in
from shared.http.problems import of_refusal
from shared.services.connection import Connection, ConnectionLost, Headers
from shared.services.pool import ConnectionPool, ServiceAway
from shared.telemetry import logger

log = logger(__name__)

ANSWER_TIMEOUT_SECONDS = 35.0
_NO_BODY: Message = {"type": "http.request", "body": b"", "more_body": False}
_SAFE = frozenset({"GET", "HEAD"})
_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
        b"expect",
    }
)


class _NotAnswered(ServiceAway):
    """The connection ended before anything of an answer was there."""

    def __init__(self, was_used: bool) -> None:
        super().__init__()
        self.was_used = was_used


class RemoteService:
    """Forwards requests to `base_url`; answers 503 while the service is away."""

    def __init__(
        self, base_url: str, *, answer_timeout_seconds: float = ANSWER_TIMEOUT_SECONDS
    ) -> None:
        self._base_url = base_url
        self._pool: ConnectionPool | None = None
        self._timeout = answer_timeout_seconds
        ConnectionPool(base_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            raise NotImplementedError("services speak HTTP")
        # Made here, since it belongs to the loop that serves.
        if self._pool is None:
            self._pool = ConnectionPool(self._base_url)
        first = await receive() if _has_body(scope) else _NO_BODY
        if first["type"] == "http.disconnect":
            return
        try:
            await self._forward(self._pool, scope, first, receive, send)
        except ServiceAway:
            log.warning("service_away", path_prefix=_prefix(scope))
            away = Unavailable(retry_after_seconds=1)
            await of_refusal(away, language_in(scope))(scope, receive, send)

    async def _forward(
        self, pool: ConnectionPool, scope: Scope, first: Message, receive: Receive, send: Send
    ) -> None:
        try:
            await self._once(pool, scope, first, receive, send)
        except _NotAnswered as unanswered:
            # The service had closed the connection before it saw the request; a second request
            # that changes nothing does no harm, should that not be so.
            is_repeatable = scope["method"] in _SAFE and not first.get("more_body")
            if not (unanswered.was_used and is_repeatable):
                raise
            await self._once(pool, scope, first, receive, send, fresh=True)

    async def _once(
        self,
        pool: ConnectionPool,
        scope: Scope,
        first: Message,
        receive: Receive,
        send: Send,
        *,
        fresh: bool = False,
    ) -> None:
        connection, was_used = await pool.take(fresh=fresh)
        exchange = _Exchange(connection, scope, self._timeout)
        try:
            try:
                await exchange.ask(first, receive)
            except ConnectionLost:
                raise _NotAnswered(was_used) from None
            await exchange.answer(send)
        except BaseException:
            connection.abort()
            raise
        finally:
            exchange.end()
            pool.give_back(connection)

    def close(self) -> None:
        """Ends the idle connections."""
        if self._pool is not None:
            self._pool.close()


class _Exchange:
    """One request and its answer on one connection."""

    def __init__(self, connection: Connection, scope: Scope, timeout_seconds: float) -> None:
        self._connection = connection
        self._scope = scope
        self._is_chunked = not _has_length(scope)
        self._timeout = timeout_seconds
        self._limit: asyncio.TimerHandle | None = None
        self._pump: asyncio.Task[None] | None = None

    async def ask(self, first: Message, receive: Receive) -> None:
        """Sends the request, and waits for the head of its answer; raises ConnectionLost."""
        connection = self._connection
        connection.begin(has_no_body=self._scope["method"] == "HEAD")
        head, body = _head(self._scope, first), first.get("body", b"")
        if first.get("more_body"):
            connection.write(head + self._framed(body))
            self._pump = asyncio.create_task(self._send_rest(receive))
        else:
            connection.write(head + body)
            self._wait_no_longer()
        await connection.head()

    async def answer(self, send: Send) -> None:
        """Passes the answer on as it comes; raises when it breaks off, so that the client
        sees it break off too."""
        connection = self._connection
        headers = _end_to_end(connection.headers)
        await send({"type": "http.response.start", "status": connection.status, "headers": headers})
        while True:
            self._wait_no_longer()
            await connection.more()
            self._stop_waiting()
            content = connection.take()
            is_last = connection.is_complete
            await send({"type": "http.response.body", "body": content, "more_body": not is_last})
            if is_last:
                return

    def end(self) -> None:
        """Lets go of the timer; an answer that came before the request was whole ends both."""
        self._stop_waiting()
        if self._pump is not None and not self._pump.done():
            self._pump.cancel()
            self._connection.abort()

    def _wait_no_longer(self) -> None:
        """From now on the service has its time to answer, or to go on with its answer."""
        self._stop_waiting()
        loop = asyncio.get_running_loop()
        self._limit = loop.call_later(self._timeout, self._connection.abort)

    def _stop_waiting(self) -> None:
        if self._limit is not None:
            self._limit.cancel()

    async def _send_rest(self, receive: Receive) -> None:
        connection = self._connection
        while not connection.is_lost:
            message = await receive()
            if message["type"] == "http.disconnect":
                connection.abort()
                return
            connection.write(self._framed(message.get("body", b"")))
            if not message.get("more_body"):
                connection.write(b"0\r\n\r\n" if self._is_chunked else b"")
                self._wait_no_longer()
                return
            await connection.drain()

    def _framed(self, body: bytes) -> bytes:
        if not self._is_chunked or not body:
            return body
        return b"%x\r\n%b\r\n" % (len(body), body)


def _head(scope: Scope, first: Message) -> bytes:
    target = scope.get("raw_path") or scope["path"].encode()
    if query := scope.get("query_string"):
        target = target + b"?" + query
    lines = [scope["method"].encode() + b" " + target + b" HTTP/1.1"]
    named = _named_by_connection(scope["headers"])
    lines += [
        name + b": " + value
        for name, value in scope["headers"]
        if name not in _HOP and name not in named
    ]
    if first is not _NO_BODY and not _has_length(scope):
        if first.get("more_body"):
            lines.append(b"transfer-encoding: chunked")
        else:
            lines.append(b"content-length: %d" % len(first.get("body", b"")))
    lines.append(b"\r\n")
    return b"\r\n".join(lines)


def _has_body(scope: Scope) -> bool:
    """A request has a body when its head says so (RFC 9112 6)."""
    return any(
        (name == b"content-length" and value != b"0") or name == b"transfer-encoding"
        for name, value in scope["headers"]
    )


def _has_length(scope: Scope) -> bool:
    return any(name == b"content-length" for name, _ in scope["headers"])


def _named_by_connection(headers: Headers) -> frozenset[bytes]:
    """Headers that the `Connection` header keeps to one hop."""
    for name, value in headers:
        if name == b"connection" and value not in {b"keep-alive", b"close"}:
            named = frozenset(one.strip().lower() for one in value.split(b","))
            return named - {b"content-length", b"host", b"authorization"}
    return frozenset()


def _end_to_end(headers: Headers) -> Headers:
    return [(name, value) for name, value in headers if name not in _HOP]


def _prefix(scope: Scope) -> str:
    """The first segments of the path: no ids, no tokens."""
    return "/".join(scope["path"].split("/")[:3])
