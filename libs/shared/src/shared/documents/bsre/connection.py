"""Speaks HTTP with the service, and says what its silence and its refusals mean.

What only reads is asked again; a signature is asked for once. After some failures in a row the
service counts as away and is left alone for a while. No word of a request is ever logged: an
address may hold a NIK, a body holds the passphrase.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Any

import httpx

from shared.circuit import Circuit, CircuitOpen, CircuitRule, CircuitState
from shared.clock import Clock
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
AWAY_SECONDS = 30
_AWAY = timedelta(seconds=AWAY_SECONDS)
# After the wait one call decides; one that was broken off gives its turn away after as long again.
RULE = CircuitRule(failures=5, first_wait=_AWAY, longest_wait=_AWAY, probe_lease=_AWAY)
_GATEWAYS = frozenset({502, 504})
_CREDENTIALS = frozenset({401, 403})
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Connection:
    """One service, with its credentials."""

    def __init__(self, address: BsreAddress, *, clock: Clock) -> None:
        self._address = address
        self._clock = clock
        self._circuit = Circuit()

    async def read(self, method: str, path: str, *, seconds: float, **body: Any) -> httpx.Response:
        """An answer to what changes nothing; asked again when none comes.

        Raises SigningUnavailable; a refusal (4xx) is returned."""
        for left in reversed(range(TRIES)):
            self._require_closed()
            try:
                answer = await self._ask(method, path, seconds=seconds, **body)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code < 500:
                return self._understood(answer)
            self._failed()
            if left:
                await asyncio.sleep(PAUSE_SECONDS)
        raise SigningUnavailable(retry_after_seconds=AWAY_SECONDS)

    async def sign(self, path: str, **body: Any) -> httpx.Response:
        """The answer to the one call that signs; raises what `BsreWire.sign` names."""
        self._require_closed()
        try:
            answer = await self._ask("POST", path, seconds=self._address.sign_seconds, **body)
        except _NOT_SENT:
            self._failed()
            raise SigningUnavailable(retry_after_seconds=AWAY_SECONDS) from None
        except httpx.HTTPError:
            self._failed()
            raise self._unanswered() from None
        if answer.status_code in _GATEWAYS:
            self._failed()
            raise self._unanswered()
        if answer.status_code >= 500 and _status_code(answer) is None:
            self._failed()
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
        self._circuit = self._circuit.succeeded(now=self._clock.now())
        if answer.status_code in _CREDENTIALS:
            log.error("bsre_does_not_know_this_office", status=answer.status_code)
            raise SigningUnavailable(retry_after_seconds=AWAY_SECONDS)
        return answer

    def _require_closed(self) -> None:
        """Raises SigningUnavailable at once while the service is known to be away."""
        try:
            self._circuit = self._circuit.admitting(now=self._clock.now(), rule=RULE)
        except CircuitOpen as waits:
            raise SigningUnavailable(retry_after_seconds=waits.retry_after_seconds) from None

    def _failed(self) -> None:
        self._circuit = self._circuit.failed("away", now=self._clock.now(), rule=RULE)
        if self._circuit.state is CircuitState.OPEN:
            log.warning("bsre_is_away", failures=self._circuit.failures)

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
