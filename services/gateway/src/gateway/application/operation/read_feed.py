"""The feed: what was told, replayable by position, as CloudEvents without actor or personal data.

Each service numbers what it tells; a cursor over all of them holds a position per topic.
"""

import asyncio
import base64
import json
from dataclasses import dataclass
from typing import Any

from gateway.application.sibling_ports import Siblings, offices_of
from shared.contracts.event import topic_of
from shared.errors import InvalidRequest, NotFound
from shared.identity import Caller, Role

MAX_CURSOR = 2_000
MAX_POSITION = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedQuery:
    """`after` is a position of the one topic, or a cursor over all topics."""

    topic: str | None
    after: str | None
    limit: int


async def read_feed(query: FeedQuery, caller: Caller, siblings: Siblings) -> dict[str, Any]:
    """A page, oldest first; raises NotFound for an unknown topic."""
    caller.require(Role.INTEGRATION, Role.ADMINISTRATOR)
    publishers = {topic_of(name): name for name in siblings.names}
    if query.topic is not None and query.topic not in publishers:
        raise NotFound
    topics = [query.topic] if query.topic is not None else sorted(publishers)
    positions = _positions(query, topics)
    pages = await asyncio.gather(
        *(
            _page(publishers[topic], positions.get(topic, 0), query.limit, caller, siblings)
            for topic in topics
        )
    )
    found = [(topic, row) for topic, rows in zip(topics, pages, strict=True) for row in rows]
    # Positions rise within a topic; between topics the time of telling orders what is shown.
    shown = _merged(found, query.limit)
    return {
        "items": [_cloud_event(topic, row) for topic, row in shown],
        "next_cursor": _next(query, positions, shown) if shown else None,
    }


async def _page(
    service: str, after: int, limit: int, caller: Caller, siblings: Siblings
) -> list[dict[str, Any]]:
    asked = {"after": after, "limit": limit, "offices": offices_of(caller.offices)}
    answer = await siblings.ask(service, "GET", "/internal/events", query=asked)
    rows: list[dict[str, Any]] = answer.require()
    return rows


def _merged(
    found: list[tuple[str, dict[str, Any]]], limit: int
) -> list[tuple[str, dict[str, Any]]]:
    """Takes, again and again, the topic whose next event was told first."""
    queues: dict[str, list[dict[str, Any]]] = {}
    for topic, row in found:
        queues.setdefault(topic, []).append(row)
    shown: list[tuple[str, dict[str, Any]]] = []
    while queues and len(shown) < limit:
        topic = min(queues, key=lambda one: (queues[one][0]["occurred_at"], one))
        shown.append((topic, queues[topic].pop(0)))
        if not queues[topic]:
            del queues[topic]
    return shown


def _positions(query: FeedQuery, topics: list[str]) -> dict[str, int]:
    if query.after is None:
        return {}
    if query.topic is not None and query.after.isdecimal() and len(query.after) < 19:
        return {query.topic: int(query.after)}
    if query.after == "0":
        return {}
    try:
        raw = base64.urlsafe_b64decode(query.after + "=" * (-len(query.after) % 4))
        kept = json.loads(raw)
        positions = {str(topic): int(place) for topic, place in kept.items()}
    except (ValueError, TypeError, AttributeError):
        raise InvalidRequest(pointers=(("/query/after", "cursor"),)) from None
    if any(not 0 <= place <= MAX_POSITION for place in positions.values()):
        raise InvalidRequest(pointers=(("/query/after", "cursor"),))
    return {topic: place for topic, place in positions.items() if topic in topics}


def _next(
    query: FeedQuery, positions: dict[str, int], shown: list[tuple[str, dict[str, Any]]]
) -> str:
    reached = positions | {topic: row["position"] for topic, row in shown}
    if query.topic is not None:
        return str(reached[query.topic])
    raw = json.dumps(reached, separators=(",", ":"), sort_keys=True).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _cloud_event(topic: str, row: dict[str, Any]) -> dict[str, Any]:
    """CloudEvents 1.0 JSON; extension names are those of the messages."""
    event = {
        "specversion": "1.0",
        "id": row["id"],
        "source": f"/{topic.partition('.')[0]}",
        "type": row["type"],
        "subject": row["subject"],
        "time": row["occurred_at"],
        "datacontenttype": "application/json",
        "dataversion": row["version"],
        "topic": topic,
        "position": row["position"],
        "office": row["office"],
        "subjecttype": row["subject_type"],
        "sequence": row["sequence"],
        "partitionkey": row["key"],
        "keysequence": row["key_sequence"],
        "correlation": row["correlation"],
        "causation": row["causation"],
        "data": json.loads(row["data"]),
    }
    return {name: value for name, value in event.items() if value is not None}
