"""What taking over applications from outside systems needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from permit_service.domain.outside_intake import HandedOver, OutsideIntake
from permit_service.domain.service import Channel


class OutsideIntakes(Protocol):
    """What was told by outside systems, of the caller's offices."""

    async def add(self, intake: OutsideIntake) -> bool:
        """Whether it is new: neither its id nor its number is known."""
        ...

    async def hold(self, intake_id: UUID) -> OutsideIntake | None:
        """Held until the transaction ends."""
        ...

    async def save(self, intake: OutsideIntake) -> None: ...

    async def of_number(
        self, office_code: str, channel: Channel, outside_number: str
    ) -> OutsideIntake | None: ...

    async def claim(
        self, office_code: str, *, now: datetime, until: datetime, limit: int
    ) -> Sequence[OutsideIntake]:
        """Those that are due, the longest first, each to one worker until the lease's end."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedHere:
    """A licence as an outside system should know it too; an imported one has no number there."""

    licence_id: UUID
    outside_number: str | None
    number: str
    issued_on: date


class IssuedLicences(Protocol):
    """What was issued on a channel."""

    async def issued(
        self,
        office_code: str,
        channel: Channel,
        *,
        first_day: date,
        last_day: date,
        after: UUID | None,
        limit: int,
    ) -> Sequence[IssuedHere]:
        """By id, both days included, one more than the limit."""
        ...


class IntakeSource(Protocol):
    """The teller, asked for the people's data when an application is taken over."""

    async def handed_over(self, intake_id: UUID, *, office_code: str) -> HandedOver:
        """Raises NotFound when it knows none any more, Unavailable when it does not answer,
        InvalidRequest for what it says and this service cannot take."""
        ...
