"""What the use cases need of the offices and their calendars: the service's own copy. Public."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from permit_service.domain.office import Office
from shared.calendar.holidays import Holiday
from shared.calendar.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDay:
    """A day on which an office departs from the nation's calendar."""

    holiday: Holiday
    is_working: bool


class Offices(Protocol):
    """The service's own copy of the offices and their calendars. Public."""

    async def get(self, code: str) -> Office | None:
        """One office."""
        ...

    async def all(self) -> list[Office]:
        """Every office, by code."""
        ...

    async def save(self, office: Office) -> None:
        """Keeps the settings, unless newer ones are known."""
        ...

    async def save_days(
        self, office_code: str, *, year: int, version: int, days: Sequence[OfficeDay]
    ) -> None:
        """Keeps the office's own days of a year, unless newer ones are known."""
        ...

    async def calendar(self, office: Office, *, version: str | None = None) -> WorkingCalendar:
        """The office's calendar of today, or the one that was kept under a version."""
        ...

    async def keep_calendar(self, calendar: WorkingCalendar) -> None:
        """Keeps a calendar under its version, so that a clock can count by it for ever."""
        ...
