"""The staff's commitment to standards in memory."""

from permit_service.domain.standard_acknowledgement import Acknowledgement
from permit_service.testing.shelves import Shelves, sees
from shared.identity import Caller


class MemoryStandardAcknowledgements:
    """In a list per office."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def add(self, one: Acknowledgement, *, office_code: str) -> Acknowledgement | None:
        """Keeps it; returns the one that was kept before."""
        kept = self._shelves.acknowledgements.get(office_code, ())
        same = (one.service_code, one.document, one.version, one.account)
        for before in kept:
            if (before.service_code, before.document, before.version, before.account) == same:
                return before
        self._shelves.acknowledgements[office_code] = (*kept, one)
        return None

    async def of(self, office_code: str) -> list[Acknowledgement]:
        """Every one of the office, oldest first."""
        if not sees(self._caller, office_code, None):
            return []
        kept = self._shelves.acknowledgements.get(office_code, ())
        return sorted(kept, key=lambda one: (one.acknowledged_at, one.account, one.document))
