"""A log of accesses in memory, with the promises of the real one."""

from shared.clock import Clock
from shared.database.access_log import Access, AccessRecord, recorded
from shared.identity import Caller


class MemoryAccessLog:
    """`records` are what was recorded, oldest first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.records: list[AccessRecord] = []

    async def record(self, caller: Caller, *accesses: Access) -> None:
        """Keeps them."""
        self.records += recorded(accesses, caller, self._clock.now())
