"""Problem details (RFC 9457): one table from refusals to answers.

An answer never repeats what was sent: pointers say where, codes say what. Title and detail are in
the reader's language (`problem_texts`); everything else is the same in every language.
"""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from shared.database.faults import is_away
from shared.errors import (
    Conflict,
    Expired,
    Forbidden,
    InvalidRequest,
    NotFound,
    Refusal,
    RuleBroken,
    StaleVersion,
    TooLarge,
    Unauthenticated,
    Unavailable,
    UnsupportedType,
)
from shared.http.judges import judge_who_asks
from shared.http.language import Language, language_of
from shared.http.problem_texts import detail_of, detail_of_code, title_of
from shared.http.representation import json_bytes
from shared.telemetry import correlation_id, logger

log = logger(__name__)

MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[Refusal], int] = {
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Expired: 410,
    StaleVersion: 412,
    TooLarge: 413,
    UnsupportedType: 415,
    Unavailable: 503,
    Conflict: 409,
    RuleBroken: 422,
}
_CODES = {401: "unauthenticated", 403: "forbidden", 404: "not_found", 413: "too_large"}
_CODES |= {405: "method_not_allowed", 415: "unsupported_type", 429: "rate_limited"}


class PreconditionRequired(RuleBroken):
    """The request must say which version it changes (If-Match, HTTP 428)."""

    code = "precondition_required"
    message = "Send If-Match with the version you have read."


STATUS[PreconditionRequired] = 428
# What is wrong with a request by itself, whatever it is about.
_OF_SHAPE = (InvalidRequest, PreconditionRequired, UnsupportedType)


def status_of(refusal: Refusal) -> int:
    """The status of the nearest class in the table."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    language: Language,
    pointers: Sequence[tuple[str, str]] = (),
    headers: dict[str, str] | None = None,
    **members: Any,
) -> Response:
    """A problem+json answer; `members` are further fields such as the rule and its article."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title_of(status, language),
        "status": status,
        "code": code,
        "detail": detail,
        "errors": [{"pointer": pointer, "code": one} for pointer, one in pointers],
        "trace_id": correlation_id(),
    }
    body |= {name: value for name, value in members.items() if value is not None}
    spoken = {"Content-Language": language, "Vary": "Accept-Language"}
    return Response(json_bytes(body), status, (headers or {}) | spoken, MEDIA_TYPE)


def of_refusal(refusal: Refusal, language: Language) -> Response:
    """The answer to a refusal."""
    status = status_of(refusal)
    headers: dict[str, str] = {}
    wait = refusal.retry_after_seconds or (1 if status == 503 else None)
    if wait is not None:
        headers["Retry-After"] = str(wait)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(
        status,
        refusal.code,
        detail_of(refusal, language),
        language=language,
        pointers=refusal.pointers,
        headers=headers,
        rule=refusal.rule,
        article=refusal.article,
    )


def install(app: FastAPI) -> None:
    """Replaces the framework's own error bodies, which repeat what was sent."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    if isinstance(error, _OF_SHAPE):
        error = await _of_who_asks(request) or error
    return of_refusal(error, language_of(request))


async def _of_who_asks(request: Request) -> Refusal | None:
    try:
        await judge_who_asks(request)
    except Refusal as refusal:
        return refusal
    return None


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    turned_away = await _of_who_asks(request)
    if turned_away is not None:
        return of_refusal(turned_away, language_of(request))
    pointers = [(_pointer(one["loc"]), str(one["type"])) for one in error.errors()]
    return _plain(422, "invalid_request", language_of(request), pointers=pointers)


def _pointer(location: Sequence[Any]) -> str:
    parts = location[1:] if location and location[0] == "body" else location
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "".join(f"/{part}" for part in escaped)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    language = language_of(request)
    code = _CODES.get(error.status_code, "invalid_request")
    if error.status_code == 400:
        turned_away = await _of_who_asks(request)
        if turned_away is not None:
            return of_refusal(turned_away, language)
        return _plain(422, "invalid_request", language)
    return _plain(error.status_code, code, language, headers=dict(error.headers or {}))


def _plain(status: int, code: str, language: Language, **more: Any) -> Response:
    return problem(status, code, detail_of_code(code, language), language=language, **more)


def of_bug(error: Exception, language: Language) -> Response:
    """The answer to what is no refusal: 503 when the database is away, else 500, logged once."""
    if is_away(error):
        return _plain(503, "unavailable", language, headers={"Retry-After": "1"})
    # The exception's text may hold people's data: the log names the type and the place only.
    trace, place = error.__traceback__, "?"
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename.rpartition('/src/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    log.error("unhandled_error", error=type(error).__name__, place=place)
    return _plain(500, "internal_error", language)
