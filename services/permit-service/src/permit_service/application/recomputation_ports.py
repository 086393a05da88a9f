"""What recomputations need of their store."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from permit_service.domain.recomputation import Recomputation, RecomputationLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOut:
    """What a recomputation did to one application, for its ledger."""

    recomputation_id: UUID
    calendar_version: str
    line: RecomputationLine


class Recomputations(Protocol):
    """Recomputations of the caller's offices, with their lines."""

    async def add(self, recomputation: Recomputation) -> None:
        """Keeps a new one; raises RecomputationAtWork while the office has an unfinished one."""
        ...

    async def get(self, recomputation_id: UUID) -> Recomputation:
        """Raises NotFound."""
        ...

    async def take(self, office_code: str) -> Recomputation | None:
        """The office's unfinished one, held; None when there is none, or another worker has it."""
        ...

    async def save(self, recomputation: Recomputation) -> None:
        """Writes how far it is."""
        ...

    async def affected(
        self, recomputation: Recomputation, *, after: UUID | None, limit: int
    ) -> list[UUID]:
        """Open applications that count by another calendar, in the order of their ids."""
        ...

    async def save_lines(
        self, recomputation: Recomputation, lines: Sequence[RecomputationLine]
    ) -> None:
        """Keeps or overwrites lines."""
        ...

    async def lines(
        self, recomputation_id: UUID, *, after: UUID | None, limit: int
    ) -> list[RecomputationLine]:
        """In the order of the applications' ids."""
        ...

    async def of_application(self, application_id: UUID) -> list[CarriedOut]:
        """What was carried out for one application, oldest first."""
        ...
