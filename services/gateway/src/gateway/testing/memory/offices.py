"""Offices and calendars in memory."""

from dataclasses import replace

from gateway.domain.offices.calendar import OfficeCalendar
from gateway.domain.offices.office import Office
from gateway.testing.memory.state import MemoryState
from shared.errors import NotFound, StaleVersion


class MemoryOffices:
    """Offices and calendars."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    async def add(self, office: Office) -> bool:
        """Whether it was new."""
        is_new = office.code not in self._state.offices
        if is_new:
            self._state.offices[office.code] = office
        return is_new

    async def get(self, code: str) -> Office:
        """Raises NotFound."""
        if code not in self._state.offices:
            raise NotFound
        return self._state.offices[code]

    async def save(self, office: Office) -> Office:
        """Raises StaleVersion."""
        if self._state.offices[office.code].version != office.version:
            raise StaleVersion
        saved = replace(office, version=office.version + 1)
        self._state.offices[office.code] = saved
        return saved

    async def all(self) -> list[Office]:
        """In order of their codes."""
        return [self._state.offices[code] for code in sorted(self._state.offices)]

    async def calendar(self, code: str, year: int) -> OfficeCalendar:
        """None set is version 0."""
        nothing = OfficeCalendar(office_code=code, year=year, days=())
        return self._state.calendars.get((code, year), nothing)

    async def save_calendar(self, calendar: OfficeCalendar) -> OfficeCalendar:
        """Replaces a year whole."""
        key = (calendar.office_code, calendar.year)
        before = await self.calendar(*key)
        self._state.calendars[key] = replace(calendar, version=before.version + 1)
        return self._state.calendars[key]
