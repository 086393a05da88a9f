"""Recomputations in memory."""

from collections.abc import Sequence
from uuid import UUID

from permit_service.application.recomputation_ports import CarriedOut
from permit_service.domain.recomputation import (
    Recomputation,
    RecomputationAtWork,
    RecomputationLine,
)
from permit_service.domain.steps import Status
from permit_service.testing.shelves import Shelves
from shared.errors import NotFound
from shared.identity import Caller

_OPEN = frozenset({Status.SUBMITTED, Status.RETURNED, Status.VERIFIED, Status.VALIDATED})


class MemoryRecomputations:
    """In dicts."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def add(self, recomputation: Recomputation) -> None:
        """Raises RecomputationAtWork while the office has an unfinished one."""
        if await self.take(recomputation.office_code) is not None:
            raise RecomputationAtWork
        self._shelves.recomputations[recomputation.id] = recomputation

    async def get(self, recomputation_id: UUID) -> Recomputation:
        """Raises NotFound."""
        found = self._shelves.recomputations.get(recomputation_id)
        if found is None or not self._caller.sees(found.office_code):
            raise NotFound
        return found

    async def take(self, office_code: str) -> Recomputation | None:
        """The unfinished one."""
        for one in self._shelves.recomputations.values():
            if one.office_code == office_code and one.finished_at is None:
                return one
        return None

    async def save(self, recomputation: Recomputation) -> None:
        """Writes how far it is."""
        self._shelves.recomputations[recomputation.id] = recomputation

    async def affected(
        self, recomputation: Recomputation, *, after: UUID | None, limit: int
    ) -> list[UUID]:
        """In the order of their ids."""
        found = [
            one.id
            for one in self._shelves.applications.values()
            if one.office_code == recomputation.office_code
            and one.status in _OPEN
            and one.service_time.calendar_version != recomputation.calendar_version
            and (after is None or one.id > after)
        ]
        return sorted(found)[:limit]

    async def save_lines(
        self, recomputation: Recomputation, lines: Sequence[RecomputationLine]
    ) -> None:
        """Keeps or overwrites them."""
        for one in lines:
            self._shelves.recomputation_lines[recomputation.id, one.application_id] = one

    async def lines(
        self, recomputation_id: UUID, *, after: UUID | None, limit: int
    ) -> list[RecomputationLine]:
        """In the order of the applications' ids."""
        found = [
            line
            for (of, application_id), line in sorted(self._shelves.recomputation_lines.items())
            if of == recomputation_id
            and self._sees(of)
            and (after is None or application_id > after)
        ]
        return found[:limit]

    async def of_application(self, application_id: UUID) -> list[CarriedOut]:
        """Oldest first."""
        return [
            CarriedOut(
                recomputation_id=of,
                calendar_version=self._shelves.recomputations[of].calendar_version,
                line=line,
            )
            for (of, about), line in sorted(self._shelves.recomputation_lines.items())
            if about == application_id and self._sees(of) and line.carried_out_at is not None
        ]

    def _sees(self, recomputation_id: UUID) -> bool:
        return self._caller.sees(self._shelves.recomputations[recomputation_id].office_code)
