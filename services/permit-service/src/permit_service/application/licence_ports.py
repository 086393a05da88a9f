"""What licences need from the stores: the register, sanctions, ends, and the office's terms."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from permit_service.application.listing import LicenceQuery
from permit_service.domain.ending import ReminderSpan
from permit_service.domain.licence import Licence, Sanction
from permit_service.domain.licence_terms import LicenceTerms


class Licences(Protocol):
    """Licences that were signed or imported."""

    async def add(self, licence: Licence) -> None:
        """Keeps a new licence."""
        ...

    async def get(self, licence_id: UUID) -> Licence:
        """Raises NotFound."""
        ...

    async def hold(self, licence_ids: Sequence[UUID]) -> list[Licence]:
        """Those that exist, held in the order of their ids."""
        ...

    async def save(self, licence: Licence) -> Licence:
        """Writes owner, told status and what came in its place; raises StaleVersion."""
        ...

    async def page(self, query: LicenceQuery) -> list[Licence]:
        """Newest first, one more than the limit."""
        ...


class Sanctions(Protocol):
    """What supervision told; it may be here before the licence is."""

    async def record(self, sanctions: Sequence[Sanction], *, office_code: str) -> None:
        """Adds what is new; the latest step wins, a lifting stays."""
        ...

    async def of(self, licence_ids: Sequence[UUID]) -> dict[UUID, tuple[Sanction, ...]]:
        """The sanctions of each licence."""
        ...


class LicenceEnds(Protocol):
    """Licences near or past their last day. What is found is held; what another worker holds is
    passed over."""

    async def ended(self, office_code: str, *, today: date, limit: int) -> list[Licence]:
        """Those whose last day has passed and nobody was told, the oldest first."""
        ...

    async def mark_expired(self, licence_ids: Sequence[UUID]) -> None:
        """From now on it was told."""
        ...

    async def ending(self, office_code: str, span: ReminderSpan, *, limit: int) -> list[Licence]:
        """Those in force that end in the span and were not reminded of it."""
        ...

    async def mark_reminded(self, licence_ids: Sequence[UUID], *, days: int) -> None:
        """From now on they were reminded of this span."""
        ...


class Terms(Protocol):
    """What each office has set, by the day from which it holds. Public."""

    async def of(self, office_code: str) -> list[LicenceTerms]:
        """Everything an office has set, the oldest first."""
        ...

    async def in_force(self, office_code: str, *, on: date) -> LicenceTerms:
        """The terms of a day, or the default."""
        ...

    async def save(self, terms: LicenceTerms) -> None:
        """Keeps them, in place of those that begin on the same day."""
        ...
