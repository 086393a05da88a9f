"""Reads the owners' logs by position, with a token between services."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.errors import Unavailable
from shared.messaging.contract import Message
from shared.module import ASGIApp
from shared.services import call
from shared.tokens import SystemTokens

_TIMEOUT_SECONDS = 30.0


class OwnersFeed:
    """A sibling's `/internal/events`."""

    def __init__(self, services: Mapping[str, ASGIApp], tokens: SystemTokens, *, name: str) -> None:
        self._services = services
        self._tokens = tokens
        self._name = name

    async def read(
        self, publisher: str, office: str, after: int, limit: int
    ) -> Sequence[tuple[int, Message]]:
        """An office's events after a position; raises Unavailable when the owner is away."""
        owner = self._services.get(publisher)
        if owner is None:
            raise Unavailable
        answer = await call(
            owner,
            "GET",
            "/internal/events",
            token=self._tokens.issue(self._name, publisher),
            query={"after": after, "limit": limit, "offices": office},
            timeout=_TIMEOUT_SECONDS,
        )
        return [(one["position"], _message(one)) for one in answer.require()]


def _message(told: Mapping[str, Any]) -> Message:
    return Message(
        id=UUID(told["id"]),
        type=told["type"],
        version=told["version"],
        office=told["office"],
        subject_type=told["subject_type"],
        subject=UUID(told["subject"]),
        sequence=told["sequence"],
        key=told["key"],
        key_sequence=told["key_sequence"],
        occurred_at=datetime.fromisoformat(told["occurred_at"]),
        data=told["data"],
        correlation=told["correlation"],
        causation=None if told["causation"] is None else UUID(told["causation"]),
        actor=told.get("actor"),
    )
