"""One OpenAPI description of what several services answer at one door.

A path is taken from the service that really answers it; component names that two services use for
different things get the service's name in front.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]
# Where the first thing that a description says is said.
_SENTENCE = re.compile(r"\. (?=[A-Z`])|[:;] ")
_REFERENCE = re.compile(r"^#/components/(\w+)/(.+)$")

PROBLEM: Json = {
    "type": "object",
    "description": "Problem details (RFC 9457). Nothing of what was sent is repeated.",
    "required": ["type", "title", "status", "code", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string", "description": "In the language of Content-Language."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string", "description": "Stable, for programs."},
        "detail": {
            "type": "string",
            "description": "For people, in the language of Content-Language: `id`, or `en` where"
            " Accept-Language asks for it.",
        },
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code"],
                "properties": {"pointer": {"type": "string"}, "code": {"type": "string"}},
            },
        },
        "trace_id": {"type": ["string", "null"]},
        "rule": {"type": "string"},
        "article": {"type": "string"},
    },
}
_PROBLEMS: Mapping[str, str] = {
    "401": "Nobody is signed in, or the token is not valid.",
    "403": "This account may not do this.",
    "404": "There is no such thing here, or it is somebody else's.",
    "409": "The present state does not allow it.",
    "412": "The resource was changed after it was read.",
    "413": "The request is larger than what is accepted.",
    "415": "This type of content is not accepted.",
    "422": "The request is not valid, or contradicts a rule.",
    "428": "Send If-Match with the version you have read.",
    "429": "Too many requests.",
    "503": "Not available at the moment.",
}
_ALWAYS = ("401", "403", "404", "422", "429", "503")
_WRITES = ("409", "412", "413", "415", "428")
_METHODS = frozenset({"get", "put", "post", "delete", "patch", "head", "options"})


def merged(
    described: Mapping[str, Json],
    *,
    title: str,
    version: str,
    server: str,
    answers: Callable[[str], str],
) -> Json:
    """`answers` names the service that a path belongs to."""
    components: Json = {"schemas": {"Problem": PROBLEM}}
    paths: Json = {}
    for service in sorted(described):
        names = _renamed(described[service], service, components)
        for kind, name, value in _components(described[service]):
            components.setdefault(kind, {})[names[kind, name]] = _rewritten(value, names)
        for path, item in described[service].get("paths", {}).items():
            if answers(path) == service and not path.startswith("/internal"):
                paths[path] = _completed(_rewritten(item, names), service)
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }
    components["responses"] = {
        f"Problem{status}": _problem(text) for status, text in _PROBLEMS.items()
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": version,
            "description": "Licensing, surveys, supervision and reports of a DPMPTSP. Texts for"
            " people are in Indonesian, or in English where Accept-Language asks for it.",
            "license": {"name": "See the repository", "identifier": "LicenseRef-Repository"},
        },
        "servers": [{"url": server}],
        "security": [{"bearer": []}, {}],
        "tags": [{"name": name} for name in sorted(_tags(paths))],
        "paths": dict(sorted(paths.items())),
        "components": components,
    }


def _components(document: Json) -> list[tuple[str, str, Any]]:
    return [
        (kind, name, value)
        for kind, named in document.get("components", {}).items()
        for name, value in named.items()
    ]


def _renamed(document: Json, service: str, taken: Json) -> dict[tuple[str, str], str]:
    """The name under which each component of a service goes into the whole."""
    names: dict[tuple[str, str], str] = {}
    for kind, name, value in _components(document):
        other = taken.get(kind, {}).get(name)
        is_free = other is None or other == value
        names[kind, name] = name if is_free else f"{service.capitalize()}{name}"
    return names


def _rewritten(value: Any, names: Mapping[tuple[str, str], str]) -> Any:
    if isinstance(value, list):
        return [_rewritten(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    rewritten = {key: _rewritten(one, names) for key, one in value.items()}
    reference = rewritten.get("$ref")
    match = _REFERENCE.match(reference) if isinstance(reference, str) else None
    if match is not None:
        kind, name = match[1], match[2]
        rewritten["$ref"] = f"#/components/{kind}/{names.get((kind, name), name)}"
    return rewritten


def _completed(item: Json, service: str) -> Json:
    """Adds the refusals that every operation can answer with, and an id of its own."""
    for method, operation in item.items():
        if method not in _METHODS:
            continue
        operation.setdefault("tags", [service])
        operation |= _said(operation)
        operation["operationId"] = f"{service}_{operation.get('operationId', method)}"
        responses = operation.setdefault("responses", {})
        statuses = _ALWAYS + (_WRITES if method in {"post", "put", "patch", "delete"} else ())
        for status in statuses:
            responses[status] = {"$ref": f"#/components/responses/Problem{status}"}
    return item


def _said(operation: Json) -> Json:
    """The description without the line breaks of the code, and its first sentence as summary."""
    description = " ".join(operation.get("description", "").split())
    if not description:
        return {}
    return {"summary": _SENTENCE.split(description, 1)[0].rstrip("."), "description": description}


def _problem(text: str) -> Json:
    schema = {"$ref": "#/components/schemas/Problem"}
    example = {
        "type": "about:blank",
        "title": "Tidak dapat diproses",
        "status": 422,
        "code": "invalid_request",
        "detail": "Permintaan tidak valid.",
        "errors": [{"pointer": "/email", "code": "string_pattern_mismatch"}],
        "trace_id": "0192f0a0-5a7d-7000-8000-000000000000",
    }
    spoken = {"schema": {"type": "string", "enum": ["id", "en"]}}
    return {
        "description": text,
        "headers": {"Content-Language": spoken | {"description": "The language of the texts."}},
        "content": {"application/problem+json": {"schema": schema, "example": example}},
    }


def _tags(paths: Json) -> set[str]:
    return {
        tag
        for item in paths.values()
        for method, operation in item.items()
        if method in _METHODS
        for tag in operation.get("tags", [])
    }
