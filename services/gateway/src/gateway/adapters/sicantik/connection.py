"""Asks a SiCANTIK over HTTP within bounds: of time, of bytes, of tries.

What may pass by itself is asked again, each wait longer than the last; what was sent and received
never gets into a log or an error.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

import httpx
import stamina

from gateway.domain.errors import OutsideSystemAway, OutsideSystemRefused

MAX_BYTES = 16 * 1024 * 1024
CONNECT_SECONDS = 5.0
FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 5.0
_PASSING = frozenset({408, 425, 429})
# They log addresses, and those hold the numbers of applications.
for _library in ("httpx", "httpcore"):
    logging.getLogger(_library).setLevel(logging.WARNING)


class _Passing(Exception):
    """Might succeed when it is tried again."""

    def __init__(self, reason: str, *, wait_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait_seconds = wait_seconds


async def ask(
    url: str,
    parameters: Mapping[str, str],
    *,
    headers: Mapping[str, str] | None = None,
    seconds: float,
    tries: int,
) -> Any:
    """The JSON of the answer. Raises OutsideSystemAway when none came that could be read,
    OutsideSystemRefused when it was no."""
    try:
        async for attempt in stamina.retry_context(
            on=_again,
            attempts=tries,
            timeout=None,
            wait_initial=FIRST_WAIT_SECONDS,
            wait_max=LONGEST_WAIT_SECONDS,
            wait_jitter=FIRST_WAIT_SECONDS,
        ):
            with attempt:
                content = await _ask_once(url, parameters, headers or {}, seconds)
    except _Passing as passing:
        raise OutsideSystemAway(passing.reason) from None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        # A page in HTML that says "maintenance" comes with 200.
        raise OutsideSystemAway("not_json") from None


def _again(error: Exception) -> bool | float:
    if not isinstance(error, _Passing):
        return False
    return True if error.wait_seconds is None else error.wait_seconds


async def _ask_once(
    url: str, parameters: Mapping[str, str], headers: Mapping[str, str], seconds: float
) -> bytes:
    limits = httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
    try:
        # The whole call is bounded: who sends a byte at a time is silent too.
        async with (
            asyncio.timeout(seconds),
            httpx.AsyncClient(timeout=limits, trust_env=False) as client,
            client.stream("GET", url, params=parameters, headers=headers) as answer,
        ):
            _require_success(answer)
            return await _content(answer)
    except (TimeoutError, httpx.TimeoutException):
        raise _Passing("timed_out") from None
    except httpx.HTTPError:
        raise _Passing("unreachable") from None


async def _content(answer: httpx.Response) -> bytes:
    content = bytearray()
    async for part in answer.aiter_bytes():
        content += part
        if len(content) > MAX_BYTES:
            raise OutsideSystemAway("too_large")
    return bytes(content)


def _require_success(answer: httpx.Response) -> None:
    status = answer.status_code
    if status in _PASSING or status >= 500:
        reason = "rate_limited" if status == 429 else "server_error"
        raise _Passing(reason, wait_seconds=_wait(answer.headers.get("retry-after", "")))
    if status in (401, 403):
        raise OutsideSystemRefused("unauthorised")
    if status == 404:
        raise OutsideSystemRefused("output_unknown")
    if 300 <= status < 400:
        raise OutsideSystemAway("redirected")
    if status >= 400:
        raise OutsideSystemRefused("refused")


def _wait(retry_after: str) -> float | None:
    """The seconds that were asked for, up to our own longest wait."""
    if not retry_after.isascii() or not retry_after.isdigit():
        return None
    return min(float(retry_after), LONGEST_WAIT_SECONDS)
