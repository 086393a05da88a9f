"""Describes bodies that a route reads by itself, for OpenAPI: JSON, and a file where it takes one.

The schema is written out in place, since its own definitions would not stand in the document.
"""

from typing import Any

from pydantic import TypeAdapter

from shared.http.imports import TABLE_FORM


def request_body(adapter: TypeAdapter[Any], *, takes_file: bool = False) -> dict[str, Any]:
    """What FastAPI's `openapi_extra` takes."""
    schema = adapter.json_schema(ref_template="{model}")
    definitions = schema.pop("$defs", {})
    content = {"application/json": {"schema": _written_out(schema, definitions)}}
    if takes_file:
        content["multipart/form-data"] = {"schema": TABLE_FORM}
    return {"requestBody": {"required": True, "content": content}}


def _written_out(part: Any, definitions: dict[str, Any]) -> Any:
    """The same schema with every reference in place of what it names."""
    if isinstance(part, list):
        return [_written_out(one, definitions) for one in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _written_out(definitions[part["$ref"]], definitions)
    return {name: _written_out(one, definitions) for name, one in part.items()}
