"""Offices, number series and public tokens in memory."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from permit_service.adapters.store.offices import build_calendar
from permit_service.application.office_ports import OfficeDay
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.numbering import Reservation, Series
from permit_service.domain.office import Office
from permit_service.testing.shelves import Shelves
from shared.calendar.working_days import WorkingCalendar


class MemoryOffices:
    """Offices in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def get(self, code: str) -> Office | None:
        """One office."""
        return self._shelves.offices.get(code)

    async def all(self) -> list[Office]:
        """Every office, by code."""
        return [office for _, office in sorted(self._shelves.offices.items())]

    async def save(self, office: Office) -> None:
        """Keeps the settings, unless newer ones are known."""
        known = self._shelves.offices.get(office.code)
        if known is None:
            self._shelves.offices[office.code] = replace(office, calendar_version=0)
        elif known.settings_version < office.settings_version:
            self._shelves.offices[office.code] = replace(
                office, calendar_version=known.calendar_version
            )

    async def save_days(
        self, office_code: str, *, year: int, version: int, days: Sequence[OfficeDay]
    ) -> None:
        """Keeps the days of a year, unless newer ones are known."""
        known = self._shelves.days.get((office_code, year))
        if known is not None and known[0] >= version:
            return
        self._shelves.days[office_code, year] = (version, tuple(days))
        office = self._shelves.offices.get(office_code)
        if office is not None:
            self._shelves.offices[office_code] = replace(
                office, calendar_version=office.calendar_version + 1
            )

    async def calendar(self, office: Office, *, version: str | None = None) -> WorkingCalendar:
        """The nation's days with the office's own laid over them: now, or as they were kept."""
        if version is not None:
            return self._shelves.calendars[version]
        days = [
            day
            for (code, _), (_, of_year) in self._shelves.days.items()
            if code == office.code
            for day in of_year
        ]
        return build_calendar(office, days)

    async def keep_calendar(self, calendar: WorkingCalendar) -> None:
        """Under its version, once."""
        self._shelves.calendars.setdefault(calendar.version, calendar)


class MemoryNumbers:
    """Number series in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def series(self, office_code: str, *, key: str, year: int) -> Series:
        """Where the series stands."""
        return self._shelves.series.get((office_code, key, year), Series())

    async def save_series(self, office_code: str, *, key: str, year: int, series: Series) -> None:
        """Writes where it stands."""
        self._shelves.series[office_code, key, year] = series

    async def reservation(self, application_id: UUID) -> Reservation | None:
        """What is reserved for an application."""
        return self._shelves.reservations.get(application_id)

    async def save_reservation(self, reservation: Reservation) -> None:
        """Writes the reservation."""
        self._shelves.reservations[reservation.application_id] = reservation

    async def drop_reservation(self, application_id: UUID) -> None:
        """Nothing is reserved any more."""
        self._shelves.reservations.pop(application_id, None)


class MemoryTokens:
    """Public tokens in a dict."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def add(self, kind: str, token: str, target: TokenTarget) -> None:
        """Keeps a token."""
        self._shelves.tokens[kind, token] = target

    async def find(self, kind: str, token: str) -> TokenTarget | None:
        """What it leads to."""
        return self._shelves.tokens.get((kind, token))
