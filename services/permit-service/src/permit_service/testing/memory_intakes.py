"""Applications of outside systems in memory, and a teller that a test directs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from permit_service.application.intake_ports import IssuedHere
from permit_service.domain.outside_intake import (
    LONGEST_WAIT,
    HandedOver,
    IntakeState,
    OutsideIntake,
)
from permit_service.domain.service import Channel
from permit_service.testing.shelves import Shelves
from shared.errors import NotFound, Unavailable
from shared.identity import Caller


class MemoryOutsideIntakes:
    """Intakes in a dict."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def add(self, intake: OutsideIntake) -> bool:
        """Whether it is new, by id and by number."""
        of_number = await self.of_number(intake.office_code, intake.channel, intake.outside_number)
        if of_number is not None or intake.id in self._shelves.outside_intakes:
            return False
        self._shelves.outside_intakes[intake.id] = intake
        return True

    async def hold(self, intake_id: UUID) -> OutsideIntake | None:
        """One of the caller's offices."""
        return next((one for one in self._seen() if one.id == intake_id), None)

    async def save(self, intake: OutsideIntake) -> None:
        """In place of what stood there."""
        self._shelves.outside_intakes[intake.id] = intake

    async def of_number(
        self, office_code: str, channel: Channel, outside_number: str
    ) -> OutsideIntake | None:
        """The one that has this number."""
        key = (office_code, channel, outside_number)
        return next(
            (
                one
                for one in self._seen()
                if (one.office_code, one.channel, one.outside_number) == key
            ),
            None,
        )

    async def claim(
        self, office_code: str, *, now: datetime, until: datetime, limit: int
    ) -> Sequence[OutsideIntake]:
        """The longest due first."""
        due = [
            one
            for one in self._seen()
            if one.office_code == office_code
            and one.state is IntakeState.WAITING
            and not now < one.due_at <= now + LONGEST_WAIT
        ]
        claimed = [
            replace(one, due_at=until) for one in sorted(due, key=lambda one: one.due_at)[:limit]
        ]
        self._shelves.outside_intakes.update({one.id: one for one in claimed})
        return claimed

    def _seen(self) -> list[OutsideIntake]:
        found = self._shelves.outside_intakes.values()
        return [one for one in found if self._caller.sees(one.office_code)]


class MemoryIssuedLicences:
    """Licences by channel and day."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

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
        """By id, one more than the limit."""
        found = [
            one
            for one in self._shelves.licences.values()
            if self._caller.sees(one.office_code)
            and (one.office_code, one.channel) == (office_code, channel)
            and first_day <= one.issued_on <= last_day
            and (after is None or one.id > after)
        ]
        applications = self._shelves.applications
        return [
            IssuedHere(
                licence_id=one.id,
                outside_number=(
                    applications[one.application_id].reference
                    if one.application_id in applications
                    else None
                ),
                number=one.number,
                issued_on=one.issued_on,
            )
            for one in sorted(found, key=lambda one: one.id)[: limit + 1]
        ]


@dataclass(slots=True)
class Teller:
    """A source that hands over what the test gave it; `is_away` answers nobody."""

    known: dict[UUID, HandedOver] = field(default_factory=dict)
    is_away: bool = False
    asked: int = 0

    async def handed_over(self, intake_id: UUID, *, office_code: str) -> HandedOver:
        """Raises NotFound, Unavailable."""
        del office_code
        self.asked += 1
        if self.is_away:
            raise Unavailable
        if intake_id not in self.known:
            raise NotFound
        return self.known[intake_id]
