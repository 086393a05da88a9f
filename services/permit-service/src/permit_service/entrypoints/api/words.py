"""Kinds of text that a request may hold: bounded, and storable in every column."""

import math
from typing import Annotated, Any

from pydantic import AfterValidator, Field

MAX_DEPTH = 12
MAX_MEMBERS = 500


def storable(text: str) -> str:
    """No NUL and no lone surrogate: PostgreSQL keeps neither."""
    if "\x00" in text or any(0xD800 <= ord(one) <= 0xDFFF for one in text):
        raise ValueError("text with characters that cannot be stored")
    return text


def _storable_tree(tree: dict[str, Any]) -> dict[str, Any]:
    _check(tree, depth=0)
    return tree


def _check(value: Any, *, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    match value:
        case str():
            storable(value)
        case float():
            if not math.isfinite(value):
                raise ValueError("not a number")
        case dict():
            _check_members(list(value.values()) + list(value), depth=depth)
        case list():
            _check_members(value, depth=depth)
        case _:
            return


def _check_members(members: list[Any], *, depth: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise ValueError("too many members")
    for one in members:
        _check(one, depth=depth + 1)


Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(storable)]
Address = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(storable)]
Prose = Annotated[str, Field(max_length=4_000), AfterValidator(storable)]
# Prose that says something.
Written = Annotated[
    str, Field(min_length=1, max_length=4_000, pattern=r"\S"), AfterValidator(storable)
]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$")]
Phone = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ()-]{4,23}$")]
Nib = Annotated[str, Field(pattern=r"^[0-9]{13}$")]
Tree = Annotated[dict[str, Any], AfterValidator(_storable_tree)]
Search = Annotated[str, Field(max_length=100), AfterValidator(storable)]
