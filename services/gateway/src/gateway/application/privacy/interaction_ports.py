"""What the record of interactions needs from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from gateway.domain.privacy.interaction import Interaction
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionQuery:
    """Newest first, before a record; `until` is not included."""

    limit: int
    before: UUID | None = None
    actor: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class Interactions(Protocol):
    """The record of what was asked at the door."""

    async def page(self, caller: Caller, query: InteractionQuery) -> Sequence[Interaction]:
        """What the caller may see: their own, and their offices'. One more than the limit."""
        ...
