"""How a result becomes an answer: JSON bytes, its version as ETag, its place as Location."""

from dataclasses import dataclass, field
from typing import Any

from fastapi.responses import Response
from pydantic import BaseModel
from pydantic_core import to_json

JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A resource as a caller sees it. `body` is a pydantic model or plain JSON values."""

    body: BaseModel | dict[str, Any] | list[Any] | None
    version: int | str | None = None
    location: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


def json_bytes(body: Any) -> bytes:
    """Compact JSON; models, dates, UUIDs and decimals included."""
    return b"" if body is None else to_json(body)


def headers_of(representation: Representation) -> dict[str, str]:
    """ETag and Location where the resource has them."""
    headers = dict(representation.headers)
    if representation.version is not None:
        headers["ETag"] = f'"{representation.version}"'
    if representation.location is not None:
        headers["Location"] = representation.location
    return headers


def respond(representation: Representation, status: int = 200) -> Response:
    """The answer to a GET, or to a command without Idempotency-Key."""
    return Response(json_bytes(representation.body), status, headers_of(representation), JSON)
