"""An office as supervision needs it: its own day, its working days, its numbers."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.calendar.office_time import local_date
from shared.calendar.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What the gateway last told of an office."""

    code: str
    name: str
    regency: str
    number_code: str
    zone: ZoneInfo
    calendar: WorkingCalendar

    def day_of(self, instant: datetime) -> date:
        """The office's own day at that moment."""
        return local_date(instant, self.zone)

    def number(self, series: str, *, place: int, year: int) -> str:
        """The office's own number of a record: series, place in the year, office, year."""
        return f"{series}/{place:04d}/{self.number_code}/{year}"
