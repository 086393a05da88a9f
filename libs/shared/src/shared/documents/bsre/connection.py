"""Speaks HTTP with the service, and says what its silence and its refusals mean.

What only reads is asked again; a signature is asked for once. After some failures in a row the
service counts as away and is left alone for a while. No word of a request is ever logged: an
address may hold a NIK, a body holds the passphrase.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from shared.documents.bsre.wire import CONNECT_SECONDS, PAUSE_SECONDS, TRIES, BsreAddress
from shared.documents.signing import (
    NotSignable,
    SigningRefused,
    SigningUnanswered,
    SigningUnavailable,
    WrongPassphrase,
)
from shared.errors import Refusal
from shared.telemetry import logger

log = logger(__name__)
# They log addresses, and those of version 1 hold a NIK.
for _library in ("httpx", "httpcore"):
    logging.getLogger(_library).setLevel(logging.WARNING)

WRONG_PASSPHRASE = 2031
FAILURES_UNTIL_AWAY = 5
AWAY_SECONDS = 30
_GATEWAYS = frozenset({502, 504})
_CREDENTIALS = frozenset({401, 403})
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(slots=True)
class Circuit:
    """Open after some failures in a row, for a while; then one call decides."""

    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    opened_at: float = 0.0

    def require_closed(self) -> None:
        """Raises SigningUnavailable at once while the service is known to be away."""
        left = self.opened_at + AWAY_SECONDS - self.clock()
        if self.failures >= FAILURES_UNTIL_AWAY and left > 0:
            raise SigningUnavailable(retry_after_seconds=max(1, round(left)))

    def succeeded(self) -> None:
        """It answers."""
        self.failures = 0

    def failed(self) -> None:
        """It did not."""
        self.failures += 1
        if self.failures >= FAILURES_UNTIL_AWAY:
            self.opened_at = self.clock()
            log.warning("bsre_is_away", failures=self.failures)


class Connection:
    """One service, with its credentials."""

    def __init__(self, address: BsreAddress) -> None:
        self._address = address
        self._circuit = Circuit()

    async def read(self, method: str, path: str, *, seconds: float, **body: Any) -> httpx.Response:
        """An answer to what changes nothing; asked again when none comes.

        Raises SigningUnavailable; a refusal (4xx) is returned."""
        for left in reversed(range(TRIES)):
            self._circuit.require_closed()
            try:
                answer = await self._ask(method, path, seconds=seconds, **body)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code < 500:
                return self._understood(answer)
            self._circuit.failed()
            if left:
                await asyncio.sleep(PAUSE_SECONDS)
        raise SigningUnavailable(retry_after_seconds=AWAY_SECONDS)

    async def sign(self, path: str, **body: Any) -> httpx.Response:
        """The answer to the one call that signs; raises what `BsreWire.sign` names."""
        self._circuit.require_closed()
        try:
            answer = await self._ask("POST", path, seconds=self._address.sign_seconds, **body)
        except _NOT_SENT:
            self._circuit.failed()
            raise SigningUnavailable(retry_after_seconds=AWAY_SECONDS) from None
        except httpx.HTTPError:
            self._circuit.failed()
            raise self._unanswered() from None
        if answer.status_code in _GATEWAYS:
            self._circuit.failed()
            raise self._unanswered()
        if answer.status_code >= 500 and _status_code(answer) is None:
            self._circuit.failed()
            raise SigningUnavailable(retry_after_seconds=AWAY_SECONDS)
        self._understood(answer)
        if answer.status_code >= 400 or _status_code(answer) is not None:
            raise _refusal(answer)
        return answer

    def _unanswered(self) -> SigningUnanswered:
        return SigningUnanswered(
            retry_after_seconds=round(self._address.attempt_lasts.total_seconds())
        )

    def _understood(self, answer: httpx.Response) -> httpx.Response:
        self._circuit.succeeded()
        if answer.status_code in _CREDENTIALS:
            log.error("bsre_does_not_know_this_office", status=answer.status_code)
            raise SigningUnavailable(retry_after_seconds=AWAY_SECONDS)
        return answer

    async def _ask(self, method: str, path: str, *, seconds: float, **body: Any) -> httpx.Response:
        address = self._address
        async with httpx.AsyncClient(
            base_url=address.url,
            auth=(address.user, address.secret),
            timeout=httpx.Timeout(seconds, connect=CONNECT_SECONDS),
            verify=address.tls,
            trust_env=False,
        ) as client:
            try:
                # The whole call is bounded: who sends a byte at a time is silent too.
                async with asyncio.timeout(seconds + CONNECT_SECONDS):
                    return await client.request(method, path, **body)
            except TimeoutError:
                raise httpx.ReadTimeout("silent") from None


def members_of(answer: httpx.Response) -> dict[str, Any]:
    """The members of a JSON answer, none of another kind."""
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _status_code(answer: httpx.Response) -> int | None:
    """The service's own code of a refusal, where it gives one."""
    if "json" not in answer.headers.get("content-type", ""):
        return None
    code = members_of(answer).get("status_code")
    return int(code) if isinstance(code, int | str) and str(code).isdigit() else None


def _refusal(answer: httpx.Response) -> Refusal:
    code = _status_code(answer)
    if code == WRONG_PASSPHRASE:
        return WrongPassphrase()
    if answer.status_code in {413, 415}:
        return NotSignable()
    log.warning("bsre_refuses", code=code, status=answer.status_code)
    return SigningRefused(rule=f"bsre:{code if code is not None else answer.status_code}")
