"""Requests made from the API's own description: a new operation is asked as the others are."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

Json = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
NOTHING_THERE = str(UUID(int=0x0192F0A000007000800000000000000A))
_BY_FORMAT = {
    "uuid": NOTHING_THERE,
    "date": "2026-06-15",
    "date-time": "2026-06-15T01:00:00Z",
    "email": "contoh@example.invalid",
    "uri": "https://example.invalid/",
}
# One of these fits most patterns.
_WORDS = ("contoh", "CONTOH", "1", "81.02", "46100", "0" * 16)
_FILE = ("contoh.csv", b"a,b\n1,2\n", "text/csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A method and a path as the description has them."""

    method: str
    path: str
    described: Json = field(hash=False, compare=False)

    @property
    def name(self) -> str:
        """`POST /v1/applications/{application_id}/submission`."""
        return f"{self.method.upper()} {self.path}"


def operations(document: Json) -> Iterator[Operation]:
    """Every operation of a description."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(method=method, path=path, described=item[method])


def request_for(operation: Operation, document: Json, known: Mapping[str, str]) -> Json:
    """What an HTTP client takes: address, query and a body that the description allows. `known`
    are values of parameters and members, by name; an id that is not known is one of nothing."""
    maker = _Maker(document, known)
    path, query = operation.path, {}
    for one in operation.described.get("parameters", []):
        value = known.get(one["name"]) or maker.value(one.get("schema", {}))
        if one["in"] == "path":
            path = path.replace("{" + one["name"] + "}", str(value))
        elif one["in"] == "query" and (one.get("required") or one["name"] in known):
            query[one["name"]] = value
    return {
        "method": operation.method.upper(),
        "url": path,
        "params": query,
    } | maker.body(operation.described)


class _Maker:
    """Makes the smallest value that a schema allows, or the example that it gives."""

    def __init__(self, document: Json, known: Mapping[str, str]) -> None:
        self._schemas = document["components"]["schemas"]
        self._known = known

    def body(self, described: Json) -> Json:
        """The body as the client's own argument."""
        content = described.get("requestBody", {}).get("content", {})
        for kind, one in content.items():
            value = self._example(one) or self.value(one.get("schema", {}))
            if kind == "application/json":
                return {"json": value}
            if kind == "multipart/form-data":
                files = {name: _FILE for name in value if name == "file"} or {"file": _FILE}
                return {"files": files, "data": {n: v for n, v in value.items() if n != "file"}}
            if kind == "application/x-www-form-urlencoded":
                return {"data": value}
        return {}

    def _example(self, one: Json) -> Any:
        if "example" in one:
            return one["example"]
        for given in one.get("examples", {}).values() if "examples" in one else ():
            return given["value"]
        return None

    def value(self, schema: Json) -> Any:
        """A value of the schema."""
        if "$ref" in schema:
            return self.value(self._schemas[schema["$ref"].rpartition("/")[2]])
        for name in ("const", "default", "example"):
            if schema.get(name) is not None:
                return schema[name]
        if schema.get("examples"):
            return schema["examples"][0]
        if "enum" in schema:
            return schema["enum"][0]
        for name in ("anyOf", "oneOf", "allOf"):
            if name in schema:
                return self.value(schema[name][0])
        return self._of_type(schema)

    def _of_type(self, schema: Json) -> Any:
        match schema.get("type"):
            case "object":
                named = schema.get("properties", {})
                needed = schema.get("required", ())
                wanted = [*needed, *(one for one in named if one in self._known)]
                return {
                    name: self._of_name(name, self.value(named.get(name, {}))) for name in wanted
                }
            case "array":
                least = schema.get("minItems", 0)
                return [self.value(schema.get("items", {})) for _ in range(least)]
            case "integer" | "number":
                return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
            case "boolean":
                return True
            case "null":
                return None
            case _:
                return _BY_FORMAT.get(schema.get("format", ""), self._text(schema))

    def _of_name(self, name: str, value: Any) -> Any:
        is_single = not isinstance(value, dict | list)
        return self._known.get(name, value) if is_single else value

    def _text(self, schema: Json) -> str:
        pattern = schema.get("pattern")
        if pattern is not None:
            return next((one for one in _WORDS if re.search(pattern, one)), _WORDS[0])
        return _WORDS[0].ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", 1_000)]
