"""One internal request to a service, mounted or remote, without a client library."""

import asyncio
import json as jsonlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from pydantic_core import to_json
from starlette.types import Message

from shared.errors import NotFound, Unavailable
from shared.module import ASGIApp
from shared.telemetry import correlation_id, set_correlation_id

TIMEOUT_SECONDS = 5.0
# The largest file that may be handed in (20 MB) fits.
MAX_ANSWER_BYTES = 24 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said. `json` is None when it said nothing, or not in JSON; `content` is what
    it said as it came."""

    status: int
    json: Any
    content: bytes = b""

    def require(self) -> Any:
        """The JSON of a success; raises NotFound for 404, else Unavailable."""
        if self.status == 404:
            raise NotFound
        if not 200 <= self.status < 300:
            raise Unavailable
        return self.json


async def call(
    app: ASGIApp,
    method: str,
    path: str,
    *,
    token: str | None = None,
    json: Any = None,
    query: Mapping[str, object] | None = None,
    language: str | None = None,
    timeout: float = TIMEOUT_SECONDS,  # noqa: ASYNC109 - the caller's budget for the whole call
) -> Answer:
    """Asks and waits for the whole answer; raises Unavailable after `timeout` seconds, or when
    the app fails. `token` is a bearer token (`SystemTokens.issue`), `language` what an answer for
    people is asked for in (`id`, `en`)."""
    body = None if json is None else to_json(json)
    request = _Call(method, path, _headers(token, body, language), body, query or {})
    # A mounted app sets the correlation of its own request in this very task.
    before = correlation_id()
    try:
        async with asyncio.timeout(timeout):
            await app(request.scope, request.receive, request.send)
    except (TimeoutError, OSError):
        raise Unavailable from None
    except Exception:
        # The app has logged its bug; here it is one more way of being away.
        raise Unavailable from None
    finally:
        set_correlation_id(before)
    return request.answer()


class _Call:
    """The ASGI side of one call."""

    def __init__(
        self,
        method: str,
        path: str,
        headers: list[tuple[bytes, bytes]],
        body: bytes | None,
        query: Mapping[str, object],
    ) -> None:
        self._body = body or b""
        self._content = bytearray()
        self._is_body_taken = False
        self._status = 500
        self.scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": quote(path).encode(),
            "root_path": "",
            "query_string": urlencode(query).encode(),
            "headers": headers,
            "client": ("127.0.0.1", 0),
            "server": ("service", 80),
            "state": {},
        }

    async def receive(self) -> Message:
        """The body, whole, and then nothing: a streamed answer listens until it has ended, and
        a message without a pause would keep the loop from everybody."""
        if self._is_body_taken:
            await asyncio.get_running_loop().create_future()
        self._is_body_taken = True
        return {"type": "http.request", "body": self._body, "more_body": False}

    async def send(self, message: Message) -> None:
        """Collects the answer, up to a bound."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            return
        self._content += message.get("body", b"")
        if len(self._content) > MAX_ANSWER_BYTES:
            raise Unavailable

    def answer(self) -> Answer:
        """The answer, parsed."""
        try:
            said = jsonlib.loads(self._content) if self._content else None
        except ValueError:
            said = None
        return Answer(self._status, said, bytes(self._content))


def _headers(
    token: str | None, body: bytes | None, language: str | None
) -> list[tuple[bytes, bytes]]:
    headers = [(b"host", b"service"), (b"accept", b"application/json")]
    if token is not None:
        headers.append((b"authorization", b"Bearer " + token.encode()))
    if language is not None:
        headers.append((b"accept-language", language.encode()))
    if body is not None:
        headers.append((b"content-type", b"application/json"))
        headers.append((b"content-length", str(len(body)).encode()))
    if (correlation := correlation_id()) is not None:
        headers.append((b"x-request-id", correlation.encode()))
    return headers
