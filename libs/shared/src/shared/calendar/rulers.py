"""Rulers: how a stretch of time is measured in the unit of a standard.

Days are counted by one rule: a day counts when the clock was running as the day began. So the day
after the start is day 1, the day of a pause counts, the day of a resumption does not.

Hours are clock hours, nights and holidays included, and a calendar-day standard that ends on a
holiday is not moved: both are decisions of ours, unverified.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from shared.calendar.clock_moves import Run
from shared.calendar.office_time import end_of_day, local_date, start_of_day
from shared.calendar.working_days import ONE_DAY, CalendarDay, DayKind, WorkingCalendar

SECONDS_PER_HOUR = 3600


class Unit(StrEnum):
    """What a standard is counted in."""

    HOUR = "hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """The time that a service may take."""

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("a standard is not negative")


class Ruler(Protocol):
    """Measures in its own grains: days, or seconds where the standard is in hours."""

    @property
    def grains_per_unit(self) -> int:
        """How many grains make one unit of the standard."""
        ...

    def on_day(self, run: Run, day: date) -> int:
        """How many grains of the run fall on that day."""
        ...

    def count(self, run: Run) -> int:
        """How many grains the run has."""
        ...

    def due(self, since: datetime, grains: int) -> datetime:
        """The last moment in time for a clock that has run since `since`."""
        ...

    def why_not(self, day: date) -> CalendarDay | None:
        """The day off that keeps a day of a running clock from counting, if one does."""
        ...


@dataclass(frozen=True, slots=True)
class WorkingDayRuler:
    """Counts the days on which the office works."""

    calendar: WorkingCalendar
    zone: ZoneInfo
    grains_per_unit: int = 1

    def on_day(self, run: Run, day: date) -> int:
        """1 for a working day that began while the clock ran."""
        return int(_began_within(run, day, self.zone) and self.calendar.is_working_day(day))

    def count(self, run: Run) -> int:
        """The working days of the run."""
        return self.calendar.working_days_between(
            local_date(run.start, self.zone), local_date(run.end, self.zone)
        )

    def due(self, since: datetime, grains: int) -> datetime:
        """The end of the last working day in time."""
        day = self.calendar.add_working_days(local_date(since, self.zone), grains)
        return end_of_day(day, self.zone)

    def why_not(self, day: date) -> CalendarDay | None:
        """The weekend or holiday."""
        found = self.calendar.day(day)
        return None if found.kind is DayKind.WORKING else found


@dataclass(frozen=True, slots=True)
class CalendarDayRuler:
    """Counts every day."""

    zone: ZoneInfo
    grains_per_unit: int = 1

    def on_day(self, run: Run, day: date) -> int:
        """1 for a day that began while the clock ran."""
        return int(_began_within(run, day, self.zone))

    def count(self, run: Run) -> int:
        """The days of the run."""
        return (local_date(run.end, self.zone) - local_date(run.start, self.zone)).days

    def due(self, since: datetime, grains: int) -> datetime:
        """The end of the last day in time."""
        return end_of_day(local_date(since, self.zone) + ONE_DAY * grains, self.zone)

    def why_not(self, day: date) -> CalendarDay | None:  # noqa: ARG002 - the port's shape
        """Nothing keeps a day from counting."""
        return None


@dataclass(frozen=True, slots=True)
class HourRuler:
    """Counts elapsed time, whatever the day."""

    zone: ZoneInfo
    grains_per_unit: int = SECONDS_PER_HOUR

    def on_day(self, run: Run, day: date) -> int:
        """The seconds of the run within that day."""
        start = max(run.start, start_of_day(day, self.zone))
        end = min(run.end, start_of_day(day + ONE_DAY, self.zone))
        return max(int((end - start).total_seconds()), 0)

    def count(self, run: Run) -> int:
        """The seconds of the run."""
        return int((run.end - run.start).total_seconds())

    def due(self, since: datetime, grains: int) -> datetime:
        """The moment that many seconds later."""
        return since + timedelta(seconds=grains)

    def why_not(self, day: date) -> CalendarDay | None:  # noqa: ARG002 - the port's shape
        """Nothing keeps an hour from counting."""
        return None


def ruler_for(unit: Unit, *, calendar: WorkingCalendar, zone: ZoneInfo) -> Ruler:
    """The ruler that measures in this unit."""
    match unit:
        case Unit.WORKING_DAY:
            return WorkingDayRuler(calendar, zone)
        case Unit.CALENDAR_DAY:
            return CalendarDayRuler(zone)
        case Unit.HOUR:
            return HourRuler(zone)


def _began_within(run: Run, day: date, zone: ZoneInfo) -> bool:
    return local_date(run.start, zone) < day <= local_date(run.end, zone)
