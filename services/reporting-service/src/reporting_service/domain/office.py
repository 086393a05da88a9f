"""An office as reporting knows it: its name, and the zone in which its quarters lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.calendar.office_time import Period, Quarter, local_date, office_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The copy of what the gateway told last; `settings_version` decides which is last."""

    code: str
    name: str
    regency: str
    time_zone: str
    number_code: str
    settings_version: int
    counts_cuti_bersama_as_working: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The office's own time."""
        return office_zone(self.time_zone)

    def today(self, now: datetime) -> date:
        """The day it is at the office."""
        return local_date(now, self.zone)

    def quarter(self, year: int, number: int) -> Period:
        """A quarter from its first to its last moment at the office."""
        return Quarter(year=year, number=number).period(self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeYear:
    """The office's own days of a year: the day, its name, and whether it is worked."""

    office_code: str
    year: int
    version: int
    days: Sequence[tuple[date, str, bool]]
