"""Idempotency-Key: the same request has one effect, and is answered with the same bytes.

The key's mark is written in the use case's own transaction, with a keyed fingerprint of the
request and the sealed answer. Without the header nothing is kept.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from pydantic_core import to_json

from shared.database.engine import Database
from shared.errors import AlreadyHandled, InFlight, InvalidRequest, RuleBroken
from shared.http.callers import caller_of
from shared.http.representation import JSON, Representation, headers_of, json_bytes
from shared.identity import ANYBODY
from shared.messaging.once import Once

ResultT = TypeVar("ResultT")

MAX_KEY_LENGTH = 255
REPLAYED = "Idempotency-Replayed"


class IdempotencyKeyReused(RuleBroken):
    """The key was used before, with another request."""

    code = "idempotency_key_reused"
    message = "This Idempotency-Key was used for another request."


class IdempotentRequest:
    """One POST. `run` calls the use case with a once-mark, or repeats the stored answer."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._database: Database = request.app.state.database
        self._last: tuple[Any, dict[str, str], bytes] | None = None
        self.key = request.headers.get("idempotency-key")
        if self.key is not None and not 0 < len(self.key) <= MAX_KEY_LENGTH:
            raise InvalidRequest(pointers=(("/headers/idempotency-key", "length"),))

    async def run(
        self,
        use_case: Callable[[Once | None], Awaitable[ResultT]],
        *,
        body: Any,
        shape: Callable[[ResultT], Representation],
        status: int = 200,
    ) -> Response:
        """`body` is what distinguishes this request from another (for an upload: its checksum);
        `shape` makes the answer of the result. The use case gives its result to `work.answer`."""
        once = self._once(body, shape, status)
        try:
            result = await use_case(once)
        except AlreadyHandled:
            if once is None:
                raise
            return await self._replay(once)
        return self._answer(result, shape, status)

    async def run_outside(
        self,
        use_case: Callable[[], Awaitable[ResultT]],
        *,
        body: Any,
        shape: Callable[[ResultT], Representation],
    ) -> Response:
        """As `run`, for what has no transaction here: it is only read, or done at a sibling that
        does it once by itself. The answer is kept when it is done, and looked for before."""
        once = self._once(body, shape, 200)
        if once is not None and await self._database.stored_answer(once.mark) is not None:
            return await self._replay(once)
        result = await use_case()
        if once is not None:
            try:
                caller = caller_of(self._request)
                async with self._database.begin(caller, once=once) as transaction:
                    transaction.answer(result)
            except AlreadyHandled:
                return await self._replay(once)
        return self._answer(result, shape, 200)

    def _answer(
        self, result: ResultT, shape: Callable[[ResultT], Representation], status: int
    ) -> Response:
        """What was sealed as the stored answer is sent as it is, not shaped a second time."""
        headers, content = self._shaped(result, shape)
        return Response(content, status, headers, JSON)

    def _shaped(
        self, result: Any, shape: Callable[[Any], Representation]
    ) -> tuple[dict[str, str], bytes]:
        if self._last is None or self._last[0] is not result:
            representation = shape(result)
            self._last = (result, headers_of(representation), json_bytes(representation.body))
        return self._last[1], self._last[2]

    def _once(self, body: Any, shape: Callable[[Any], Representation], status: int) -> Once | None:
        if self.key is None:
            return None
        keyring = self._database.keyring
        path = self._request.url.path
        request = [self._request.method, path, to_json(body).decode()]
        # The actor keeps two people's keys apart; those without an account, the path they came to.
        caller = caller_of(self._request)
        who = path if caller is ANYBODY else caller.actor
        mark = keyring.blind_index(f"{who}\x1f{self.key}").hex()
        return Once(
            mark=f"http:{mark}",
            fingerprint=keyring.blind_index(json.dumps(request)),
            render=lambda result: self._sealed(*self._shaped(result, shape), status),
        )

    def _sealed(self, headers: dict[str, str], content: bytes, status: int) -> bytes:
        head = json.dumps({"status": status, "headers": headers}).encode()
        return self._database.keyring.encrypt(head + b"\n" + content)

    async def _replay(self, once: Once) -> Response:
        stored = await self._database.stored_answer(once.mark)
        if stored is None:
            raise InFlight
        fingerprint, sealed = stored
        if fingerprint != once.fingerprint:
            raise IdempotencyKeyReused
        if sealed is None:
            raise InFlight
        head, _, content = self._database.keyring.decrypt(sealed).partition(b"\n")
        kept = json.loads(head)
        return Response(content, kept["status"], kept["headers"] | {REPLAYED: "true"}, JSON)


_Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A word of your own: the same request again is answered, not done again.",
    ),
]


async def _idempotent(request: Request, _key: _Key = None) -> IdempotentRequest:
    return IdempotentRequest(request)


Idempotent = Annotated[IdempotentRequest, Depends(_idempotent)]
