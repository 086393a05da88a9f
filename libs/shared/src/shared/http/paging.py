"""Keyset pages: a cursor holds the last row's sort values, so that any page costs the same."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Query

from shared.errors import InvalidRequest

ItemT = TypeVar("ItemT")

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=500)]


def encode_cursor(*values: str | int) -> str:
    """Opaque to clients; holds nothing that the page before did not show."""
    raw = json.dumps(values, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(cursor: str | None, *kinds: Callable[[Any], Any]) -> tuple[Any, ...] | None:
    """The values, each made by its kind (`UUID`, `date.fromisoformat`, …); raises
    InvalidRequest for a cursor that is not ours."""
    if cursor is None:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(kind(value) for kind, value in zip(kinds, values, strict=True))
    except (ValueError, TypeError, AttributeError):
        raise InvalidRequest(pointers=(("/query/cursor", "cursor"),)) from None


def by_id(row: Any) -> str:
    """The cursor of rows that are sorted by their `id`; `decode_id` reads it."""
    return encode_cursor(str(row.id))


def decode_id(cursor: str | None) -> UUID | None:
    """The one id that a cursor holds; raises as `decode_cursor`."""
    position = decode_cursor(cursor, UUID)
    return None if position is None else position[0]


def page(
    rows: Sequence[ItemT],
    limit: int,
    *,
    shape: Callable[[ItemT], Any],
    cursor: Callable[[ItemT], str] = by_id,
) -> dict[str, Any]:
    """`rows` were read with `limit + 1`: the extra one only says that there is a next page."""
    shown = rows[:limit]
    more = len(rows) > limit
    return {
        "items": [shape(row) for row in shown],
        "next_cursor": cursor(shown[-1]) if more else None,
    }
