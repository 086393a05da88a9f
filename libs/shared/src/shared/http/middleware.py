"""The outermost layer of a service: the request's id, its size, and a bug's plain answer.

Pure ASGI, so that a request pays for it once and bodies keep streaming.
"""

import os
import re
from contextlib import AsyncExitStack

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import TooLarge
from shared.http.language import language_in
from shared.http.problems import of_bug, of_refusal
from shared.telemetry import set_correlation_id

# Which route a request took, for the door, which takes it off again.
ROUTE_HEADER = b"x-satupintu-route"
# Where a request keeps what has to be closed when it is over.
CLOSING = "satupintu.closing"
_ID = re.compile(rb"^[A-Za-z0-9._-]{1,64}$")
_TRACEPARENT = re.compile(rb"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")


class RequestEdge:
    """Sets the correlation id, answers with it, and refuses bodies over the cap as they come."""

    def __init__(self, app: ASGIApp, *, json_bytes: int, upload_bytes: int) -> None:
        self._app = app
        self._json_bytes = json_bytes
        self._upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        request_id = _request_id(headers)
        set_correlation_id(request_id)
        multipart = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
        limit = self._upload_bytes if multipart else self._json_bytes
        edge = _Edge(send, request_id, scope)
        if _declared_length(headers) > limit:
            await of_refusal(TooLarge(), language_in(scope))(scope, receive, edge.send)
            return
        try:
            async with AsyncExitStack() as scope[CLOSING]:
                await self._app(scope, edge.capped(receive, limit), edge.send)
        except Exception as error:
            if edge.started:
                raise
            if not edge.too_large:
                await of_bug(error, language_in(scope))(scope, receive, edge.send)
        if edge.too_large and not edge.started:
            edge.too_large = False
            await of_refusal(TooLarge(), language_in(scope))(scope, receive, edge.send)


class _Edge:
    """One request's answer on its way out, and its body on its way in."""

    def __init__(self, send: Send, request_id: str, scope: Scope) -> None:
        self._send = send
        self._request_id = request_id
        self._scope = scope
        self.started = False
        self.too_large = False

    async def send(self, message: Message) -> None:
        """Adds the request's id and its route. After the cap was hit, what the app says is not
        sent: a framework turns the error into one of its own."""
        if self.too_large:
            return
        if message["type"] == "http.response.start":
            self.started = True
            identified = (b"x-request-id", self._request_id.encode())
            headers = [*message.get("headers", ()), identified]
            # The template, as the description of the API has it: nothing that was sent.
            route = getattr(self._scope.get("route"), "path", None)
            if route is not None:
                headers.append((ROUTE_HEADER, route.encode()))
            message["headers"] = headers
        await self._send(message)

    def capped(self, receive: Receive, limit: int) -> Receive:
        """Counts what is received and refuses to go on past the limit."""
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                self.too_large = True
                raise TooLarge
            return message

        return counted


def _request_id(headers: dict[bytes, bytes]) -> str:
    given = headers.get(b"x-request-id", b"")
    if _ID.match(given):
        return given.decode()
    trace = _TRACEPARENT.match(headers.get(b"traceparent", b""))
    return trace[1].decode() if trace else os.urandom(16).hex()


def _declared_length(headers: dict[bytes, bytes]) -> int:
    value = headers.get(b"content-length", b"0")
    return int(value) if value.isdigit() else 0
