"""Claims on steps in memory."""

from uuid import UUID

from permit_service.domain.errors import HeldByAnother
from permit_service.domain.step_claim import StepClaim
from permit_service.testing.shelves import Shelves
from shared.identity import Caller


class MemoryStepClaims:
    """Claims in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    def of_application(self, application_id: UUID) -> tuple[StepClaim, ...]:
        """Those that have not ended, the oldest first."""
        found = [one for one in self._standing() if one.application_id == application_id]
        return tuple(sorted(found, key=lambda one: (one.claimed_at, one.id)))

    async def add(self, claim: StepClaim) -> None:
        """Raises HeldByAnother when the step is held."""
        if any(one.task == claim.task for one in self.of_application(claim.application_id)):
            raise HeldByAnother
        self._shelves.claims[claim.id] = claim

    async def end(self, claim: StepClaim) -> None:
        """What has ended already stays as it is."""
        if self._shelves.claims[claim.id].ended_at is None:
            self._shelves.claims[claim.id] = claim

    async def of_holder(self, holder: str) -> list[StepClaim]:
        """What an account holds, the oldest first."""
        found = [one for one in self._standing() if one.holder == holder]
        return sorted(found, key=lambda one: (one.claimed_at, one.id))

    def _standing(self) -> list[StepClaim]:
        return [
            one
            for one in self._shelves.claims.values()
            if one.ended_at is None and self._caller.sees(one.office_code)
        ]
