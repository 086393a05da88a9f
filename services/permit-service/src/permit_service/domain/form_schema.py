"""What the form of an application must be, as the office's catalogue says it in JSON Schema.

A schema is somebody's input too: it is bounded in size, depth and what its references unfold to,
points to nothing outside itself, and has no patterns, since one pattern can hold a process for
hours.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from permit_service.domain.errors import FormNotValid
from permit_service.domain.schema_problems import Problem, problems_of, refuse

MAX_BYTES = 32_768
MAX_DEPTH = 12
MAX_UNFOLDED = 2_000

_ANNOTATIONS = ("$schema", "title", "description", "examples", "default", "deprecated", "readOnly")
_OF_OBJECTS = ("required", "minProperties", "maxProperties", "dependentRequired")
_OF_VALUES = (
    "type",
    "enum",
    "const",
    "minLength",
    "maxLength",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "uniqueItems",
)
FORMATS = frozenset({"date", "email", "uuid"})
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_BY_NAME = ("properties", "$defs")
_LISTS = ("prefixItems", "allOf", "anyOf", "oneOf")
_SINGLE = ("items", "additionalProperties", "not", "if", "then", "else")
KEYWORDS = frozenset(
    ("$ref", *_ANNOTATIONS, *_OF_OBJECTS, *_OF_VALUES, *_BY_NAME, *_LISTS, *_SINGLE)
)
_LOCAL = re.compile(r"^#/\$defs/([A-Za-z0-9_-]{1,64})$")

Schema = Mapping[str, Any]


def schema_problems(schema: Schema) -> tuple[Problem, ...]:
    """What keeps a schema from being published; pointers are relative to the schema."""
    if len(json.dumps(schema)) > MAX_BYTES:
        return (("", "too_large"),)
    if not _is_shallow(schema, MAX_DEPTH):
        return (("", "too_deep"),)
    found = tuple(_unwanted(schema))
    if found:
        return found
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return problems_of([error])
    return _unfolding(schema)


class FormSchema:
    """A schema that forms are held against: walked once, when the first form comes."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    @cached_property
    def _validator(self) -> Draft202012Validator:
        checker = Draft202012Validator.FORMAT_CHECKER
        return Draft202012Validator(self._schema, format_checker=checker)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(_names(self._schema))

    def problems(self, form: Mapping[str, Any]) -> tuple[Problem, ...]:
        """Where a form departs from it; pointers are into `/form`, and repeat no value."""
        return problems_of(self._validator.iter_errors(form), prefix="/form", names=self._known)

    def require(self, form: Mapping[str, Any]) -> None:
        """Raises FormNotValid."""
        refuse(self.problems(form), FormNotValid)


def _is_shallow(value: Any, depth: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    members = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_is_shallow(one, depth - 1) for one in members)


def _parts(schema: Any) -> Iterator[tuple[str, Any]]:
    """The schemas that stand directly in a schema, with their pointers."""
    if not isinstance(schema, dict):
        return
    for keyword in _BY_NAME:
        members = schema.get(keyword)
        if isinstance(members, dict):
            yield from ((f"/{keyword}/{name}", one) for name, one in members.items())
    for keyword in _LISTS:
        members = schema.get(keyword)
        if isinstance(members, list):
            yield from ((f"/{keyword}/{place}", one) for place, one in enumerate(members))
    yield from ((f"/{keyword}", schema[keyword]) for keyword in _SINGLE if keyword in schema)


def _unwanted(schema: Any, pointer: str = "", *, root: Any = None) -> Iterator[Problem]:
    root = schema if root is None else root
    if isinstance(schema, dict):
        unknown = (one for one in schema if one not in KEYWORDS)
        yield from ((f"{pointer}/{one}", "keyword") for one in unknown)
        if schema.get("$schema", _DIALECT) != _DIALECT:
            yield f"{pointer}/$schema", "dialect"
        if "format" in schema and schema["format"] not in FORMATS:
            yield f"{pointer}/format", "not_offered"
        if "$ref" in schema and _target(schema, root) is None:
            yield f"{pointer}/$ref", "reference"
    for place, part in _parts(schema):
        yield from _unwanted(part, pointer + place, root=root)


def _target(schema: Schema, root: Any) -> Any:
    reference = schema["$ref"]
    match = _LOCAL.match(reference) if isinstance(reference, str) else None
    definitions = root.get("$defs")
    if match is None or not isinstance(definitions, dict):
        return None
    return definitions.get(match[1])


def _unfolding(root: Schema) -> tuple[Problem, ...]:
    """References that lead back to themselves, or unfold to more than is looked at."""
    sizes: dict[str, int] = {}
    open_: set[str] = set()

    def size_of(schema: Any) -> int:
        if not isinstance(schema, dict):
            return 1
        parts = [one for place, one in _parts(schema) if not place.startswith("/$defs/")]
        size = 1 + sum(size_of(one) for one in parts)
        return size + (size_of_reference(schema) if "$ref" in schema else 0)

    def size_of_reference(schema: Schema) -> int:
        reference = schema["$ref"]
        if reference in open_:
            return MAX_UNFOLDED
        if reference not in sizes:
            open_.add(reference)
            sizes[reference] = size_of(_target(schema, root))
            open_.discard(reference)
        return sizes[reference]

    return (("", "too_large"),) if size_of(root) >= MAX_UNFOLDED else ()


def _names(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        yield from schema.get("required", ())
    for _, part in _parts(schema):
        yield from _names(part)
