"""From errors of a JSON Schema to (pointer, code) pairs that say where and what kind, and never
repeat a value."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from jsonschema.exceptions import SchemaError, ValidationError

from shared.errors import Refusal

Problem = tuple[str, str]
Found = ValidationError | SchemaError

MAX_PROBLEMS = 50
_CODES = {
    "additionalProperties": "unknown",
    "unevaluatedProperties": "unknown",
    "enum": "not_offered",
    "const": "not_offered",
    "propertyNames": "not_offered",
    "uniqueItems": "not_unique",
}
_CAMEL = re.compile(r"(?<!^)(?=[A-Z])")


def problems_of(
    errors: Iterable[Found], *, prefix: str = "", names: Collection[str] | None = None
) -> tuple[Problem, ...]:
    """Bounded, in the order of the schema. With `names`, a pointer ends before the first member
    that the schema does not name: its name may be somebody's own text."""
    found = (one for error in errors for one in _problems(error, prefix, names))
    return tuple(dict.fromkeys(islice(found, MAX_PROBLEMS)))


def _problems(error: Found, prefix: str, names: Collection[str] | None) -> Iterator[Problem]:
    path, code = list(error.absolute_path), _code_of(error)
    members = _members(error, code) if names is None or code == "required" else []
    for place in [[*path, one] for one in members] or [path]:
        yield _pointer(place, prefix, names), code


def _members(error: Found, code: str) -> list[str]:
    """The members that are missing, or not known."""
    asked: Any = error.validator_value
    given: Any = error.instance
    schema: Any = error.schema
    if code == "required":
        return [one for one in asked if one not in given]
    if code == "unknown" and asked is False:
        return [one for one in given if one not in schema.get("properties", {})]
    return []


def _code_of(error: Found) -> str:
    keyword = str(error.validator)
    return _CODES.get(keyword) or _CAMEL.sub("_", keyword).lower()


def _pointer(path: Iterable[Any], prefix: str, names: Collection[str] | None) -> str:
    pointer = prefix
    for one in path:
        if isinstance(one, str) and names is not None and one not in names:
            break
        pointer += "/" + str(one).replace("~", "~0").replace("/", "~1")
    return pointer


def refuse(problems: tuple[Problem, ...], refusal: type[Refusal]) -> None:
    """Raises the refusal with the problems, if there are any."""
    if problems:
        raise refusal(pointers=problems)
