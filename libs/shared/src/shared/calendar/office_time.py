"""Office-local time: which day it is at the office, and periods as half-open stretches of instants.

Quarters and months begin at the office's own midnight: 1 April in Jayapura is still 31 March in
Jakarta, and a licence belongs to the quarter of its own office.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.errors import InvalidRequest

FIRST_YEAR = 1945
LAST_YEAR = 2999
MONTHS_PER_QUARTER = 3
MONTHS_PER_YEAR = 12
PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


class PeriodNotValid(InvalidRequest):
    """A period is written YYYY, YYYY-Qn or YYYY-MM."""

    message = "A period is written YYYY, YYYY-Qn or YYYY-MM."


class TimeZoneNotValid(InvalidRequest):
    """A time zone is an IANA name such as Asia/Jayapura."""

    message = "A time zone is an IANA name such as Asia/Jayapura."


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `start` up to but without `end`, both aware, in the office's zone."""

    label: str
    start: datetime
    end: datetime

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return self.start.date()

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end.date() - timedelta(days=1)

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quarter:
    """A quarter of a calendar year; its label is how the API writes it."""

    year: int
    number: int

    @property
    def label(self) -> str:
        """`2024-Q2`."""
        return f"{self.year:04d}-Q{self.number}"

    def period(self, zone: ZoneInfo) -> Period:
        """The quarter in the office's own time."""
        return parse_period(self.label, zone)


def office_zone(name: str) -> ZoneInfo:
    """The zone of that IANA name; refuses what is not one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise TimeZoneNotValid(pointers=(("/time_zone", "unknown"),)) from error


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The day it is at the office at that instant; a naive datetime is a bug."""
    if instant.tzinfo is None:
        raise ValueError("an instant must be aware")
    return instant.astimezone(zone).date()


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The office's midnight with which that day begins."""
    return datetime.combine(day, time.min, tzinfo=zone)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last moment that still belongs to that day."""
    return datetime.combine(day, time.max, tzinfo=zone)


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(year=day.year, number=(day.month - 1) // MONTHS_PER_QUARTER + 1)


def parse_period(text: str, zone: ZoneInfo) -> Period:
    """`YYYY`, `YYYY-Qn` or `YYYY-MM` as the office lives it; refuses anything else."""
    found = PERIOD.fullmatch(text)
    if found is None or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        raise PeriodNotValid(pointers=(("/period", "format"),))
    year = int(found["year"])
    if found["quarter"]:
        first = (int(found["quarter"]) - 1) * MONTHS_PER_QUARTER
        return _months(text, zone, year=year, first=first, count=MONTHS_PER_QUARTER)
    if found["month"]:
        return _months(text, zone, year=year, first=int(found["month"]) - 1, count=1)
    return _months(text, zone, year=year, first=0, count=MONTHS_PER_YEAR)


def _months(label: str, zone: ZoneInfo, *, year: int, first: int, count: int) -> Period:
    """A period of `count` months; `first` counts from 0."""
    after = year * MONTHS_PER_YEAR + first + count
    return Period(
        label=label,
        start=start_of_day(date(year, first + 1, 1), zone),
        end=start_of_day(date(after // MONTHS_PER_YEAR, after % MONTHS_PER_YEAR + 1, 1), zone),
    )
