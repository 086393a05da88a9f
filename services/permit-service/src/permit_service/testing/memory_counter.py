"""What the counter keeps, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from permit_service.domain.counter import OriginalSeen, WrongCodes
from permit_service.testing.shelves import Shelves


class MemoryOriginals:
    """Originals in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    def of_application(self, application_id: UUID) -> tuple[OriginalSeen, ...]:
        """By the number of the requirement."""
        kept = self._shelves.originals
        return tuple(kept[key] for key in sorted(kept) if key[0] == application_id)

    async def record(
        self, application_id: UUID, seen: Sequence[OriginalSeen], *, office_code: str
    ) -> None:
        """The first time that an original was seen stays."""
        del office_code
        for one in seen:
            key = (application_id, one.requirement_no)
            first = self._shelves.originals.get(key, one)
            returned_at = first.returned_at or one.returned_at
            self._shelves.originals[key] = replace(first, returned_at=returned_at)


class MemoryWrongClaimCodes:
    """Counts in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def of(self, actor: str, *, now: datetime) -> WrongCodes:
        """Nothing, since now, for an account that has sent none."""
        return self._shelves.wrong_codes.get(actor, WrongCodes(actor=actor, since=now))

    async def save(self, wrong: WrongCodes) -> None:
        """Keeps the count."""
        self._shelves.wrong_codes[wrong.actor] = wrong
