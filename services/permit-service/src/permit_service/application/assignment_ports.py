"""What assignment needs from outside: where claims on steps are kept, and who works where."""

from dataclasses import dataclass
from typing import Protocol

from permit_service.domain.step_claim import StepClaim
from shared.identity import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody to whom a step may be given."""

    account_id: str
    username: str
    roles: frozenset[Role]
    agency: str | None = None


class StepClaims(Protocol):
    """Claims on steps. Those that have not ended are read with the file of their application."""

    async def add(self, claim: StepClaim) -> None:
        """Raises HeldByAnother when the step is held: two people never hold one step."""
        ...

    async def end(self, claim: StepClaim) -> None:
        """Writes how and when it ended, once."""
        ...

    async def of_holder(self, holder: str) -> list[StepClaim]:
        """What an account holds in the caller's offices, the oldest first."""
        ...
