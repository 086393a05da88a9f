"""The outermost app: rate limits, request ids, the way to the service that answers, and a note of
each request.

Pure ASGI, so that what passes through costs little and streams both ways. `/internal` ends here for
everybody but a sibling service, and every path for a token of a session that was ended (ADR 73).
"""

import os
import re
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Protocol

from starlette.types import Message, Receive, Scope, Send

from gateway.application.accounts.grant import SERVICE
from gateway.domain.errors import RateLimited
from gateway.entrypoints.rate_limits import Headers, RateLimits
from gateway.entrypoints.routes import is_internal, service_for
from gateway.entrypoints.witness import Witness, bearer_of
from shared.errors import NotFound, Refusal, TooLarge, Unauthenticated, Unavailable
from shared.http.app import UPLOAD_BYTES
from shared.http.language import language_in
from shared.http.middleware import ROUTE_HEADER
from shared.http.problems import of_bug, of_refusal
from shared.module import ASGIApp
from shared.telemetry import set_correlation_id
from shared.tokens import Reading, SystemTokens, TokenVerifier

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_REQUEST_ID = b"x-request-id"
_TRACE = b"traceparent"
_ID = re.compile(rb"^[A-Za-z0-9._-]{1,64}$")
_TRACEPARENT = re.compile(rb"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")


class EndedAccess(Protocol):
    """Which access tokens have ended before their time."""

    def holds(self, token: Reading) -> bool:
        """Whether this one has, as far as is known."""
        ...

    def is_current(self) -> bool:
        """Whether what is known may be decided on."""
        ...

    async def become_current(self) -> None:
        """Waits until it may."""
        ...

    def grow_old(self) -> None:
        """Something may have been ended here."""
        ...


class Door:
    """Sends each request to `own` or to one of the services."""

    def __init__(
        self,
        own: ASGIApp,
        services: Mapping[str, ASGIApp],
        *,
        limits: RateLimits,
        tokens: SystemTokens,
        witness: Witness,
        verifier: TokenVerifier,
        ended: EndedAccess,
    ) -> None:
        self._own = own
        self._services = services
        self._limits = limits
        self._tokens = tokens
        self._witness = witness
        self._verifier = verifier
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            await self._own(scope, receive, send)
            return
        began = perf_counter()
        request_id, trace, length = _identified(scope)
        answer = _Answer(send, request_id, trace)
        try:
            app = await self._chosen(scope, length, answer)
            if app is self._own and scope["method"] not in _READING:
                answer.ends_access = self._ended.grow_old
            await app(scope, receive, answer.send)
        except Exception as error:
            if answer.is_started:
                raise
            await of_bug(error, language_in(scope))(scope, receive, answer.send)
        finally:
            if not self._is_between_services(scope):
                self._witness.saw(
                    scope,
                    request_id=request_id,
                    route=answer.route,
                    status=answer.status,
                    began=began,
                )

    def _is_between_services(self, scope: Scope) -> bool:
        return is_internal(scope["path"]) and self._is_sibling(scope)

    async def _chosen(self, scope: Scope, length: int, answer: "_Answer") -> ASGIApp:
        path: str = scope["path"]
        if is_internal(path):
            return self._own if self._is_sibling(scope) else _refusal(NotFound(), scope)
        client = scope.get("client")
        allowance = await self._limits.take(client[0] if client else "")
        answer.added = allowance.headers
        if not allowance.is_granted:
            return _refusal(RateLimited(retry_after_seconds=allowance.wait_seconds), scope)
        if length > UPLOAD_BYTES:
            return _refusal(TooLarge(), scope)
        if await self._has_ended(scope):
            return _refusal(Unauthenticated(), scope)
        service = service_for(path)
        if service is None:
            return self._own
        return self._services.get(service) or _refusal(Unavailable(retry_after_seconds=1), scope)

    async def _has_ended(self, scope: Scope) -> bool:
        """Whether the token is of a session that was ended. What is no token of ours is refused by
        whoever answers."""
        try:
            token = self._verifier.read(bearer_of(scope))
        except Unauthenticated:
            return False
        if not self._ended.is_current():
            await self._ended.become_current()
        return self._ended.holds(token)

    def _is_sibling(self, scope: Scope) -> bool:
        """Whether a service of this deployment calls; a stranger does not learn what is here."""
        headers = dict(scope["headers"])
        token = headers.get(b"authorization", b"").partition(b" ")[2]
        try:
            self._tokens.verify(token.decode("latin-1"), target=SERVICE)
        except Unauthenticated:
            return False
        return True


def _refusal(refusal: Refusal, scope: Scope) -> ASGIApp:
    return of_refusal(refusal, language_in(scope))


class _Answer:
    """An answer on its way out, with the door's headers."""

    __slots__ = ("_request_id", "_send", "_trace", "added", "ends_access", "route", "status")

    def __init__(self, send: Send, request_id: bytes, trace: bytes | None) -> None:
        self._send = send
        self._request_id = request_id
        self._trace = trace
        self.added: Headers = []
        self.ends_access: Callable[[], None] | None = None
        self.route: bytes | None = None
        self.status: int | None = None

    @property
    def is_started(self) -> bool:
        """Whether its head has been sent."""
        return self.status is not None

    async def send(self, message: Message) -> None:
        """Adds the limits, the caller's trace, and the request's id where the service has not."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            # Before its sender knows of it: what was ended is refused from the next request on.
            if self.ends_access is not None:
                self.ends_access()
            headers = [*self._own(message["headers"]), *self.added]
            for name, _ in headers:
                if name == _REQUEST_ID:
                    break
            else:
                headers.append((_REQUEST_ID, self._request_id))
            if self._trace is not None:
                # The caller's trace, with what was done here as its own span.
                span = b"00-%b-%b-01" % (self._trace, os.urandom(8).hex().encode())
                headers.append((_TRACE, span))
            message["headers"] = headers
        await self._send(message)

    def _own(self, headers: Headers) -> Headers:
        """Without the route, which is for the door alone."""
        kept = []
        for one in headers:
            if one[0] == ROUTE_HEADER:
                self.route = one[1]
            else:
                kept.append(one)
        return kept


def _identified(scope: Scope) -> tuple[bytes, bytes | None, int]:
    """The request's id, the same for every service behind: the one it came with, that of its
    trace, or a new one. And the trace it belongs to, and how many bytes it says it has."""
    given: bytes | None = None
    trace = length = b""
    for name, value in scope["headers"]:
        if name == _REQUEST_ID:
            given = value
        elif name == _TRACE:
            trace = value
        elif name == b"content-length":
            length = value
    traced = _TRACEPARENT.match(trace) if trace else None
    if given is None or not _ID.match(given):
        headers = scope["headers"]
        if given is not None:
            headers = [one for one in headers if one[0] != _REQUEST_ID]
        given = traced[1] if traced else os.urandom(16).hex().encode()
        scope["headers"] = [*headers, (_REQUEST_ID, given)]
    set_correlation_id(given.decode())
    return given, traced[1] if traced else None, int(length) if length.isdigit() else 0
