"""The AsyncAPI description of the events, made from the contracts that services share."""

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any

import shared.contracts
from shared.contracts.event import Event, contracts, topic_of

Json = dict[str, Any]


def every_contract() -> tuple[type[Event], ...]:
    """All contracts of the house, in order of type and version."""
    for module in pkgutil.iter_modules(shared.contracts.__path__):
        importlib.import_module(f"{shared.contracts.__name__}.{module.name}")
    prefix = f"{shared.contracts.__name__}."
    found = contracts()
    return tuple(found[key] for key in sorted(found) if found[key].__module__.startswith(prefix))


def described(kinds: Iterable[type[Event]], *, title: str, version: str) -> Json:
    """A channel per publisher, a message per contract."""
    channels: Json = {}
    operations: Json = {}
    messages: Json = {}
    schemas: Json = {}
    for kind in kinds:
        topic, name = topic_of(kind.publisher), kind.__name__
        channel = channels.setdefault(kind.publisher, {"address": topic, "messages": {}})
        channel["messages"][name] = {"$ref": f"#/components/messages/{name}"}
        operations[f"receive_{kind.publisher}"] = {
            "action": "receive",
            "channel": {"$ref": f"#/channels/{kind.publisher}"},
        }
        schemas[name] = _schema(kind, schemas)
        messages[name] = _message(kind)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": title,
            "version": version,
            "description": "Facts, ids and values only: no personal data.",
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas},
    }


def _message(kind: type[Event]) -> Json:
    return {
        "name": kind.type,
        "title": kind.__name__,
        "summary": (kind.__doc__ or kind.type).strip(),
        "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/{kind.__name__}"},
        "headers": {
            "type": "object",
            "description": "CloudEvents 1.0, binary mode.",
            "properties": {
                "ce_specversion": {"const": "1.0"},
                "ce_id": {"type": "string", "format": "uuid"},
                "ce_type": {"const": kind.type},
                "ce_source": {"const": f"/{kind.publisher}"},
                "ce_dataversion": {"const": str(kind.version)},
                "ce_time": {"type": "string", "format": "date-time"},
            },
        },
    }


def _schema(kind: type[Event], schemas: Json) -> Json:
    """The payload's schema; what it is made of goes beside it."""
    schema = kind.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs", {}))
    return schema
