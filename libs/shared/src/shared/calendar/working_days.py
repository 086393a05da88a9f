"""The working-day calendar of one office: which days count, and counting them.

A calendar answers only for the years it covers; outside them it refuses (`CalendarHole`) instead
of guessing. Days run Monday to Friday; the day after an event is day 1 (Perbup Sumba Timur 32/2023
Ps 1(20): a day is a working day as set by the central government).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shared.calendar.holidays import Holiday, HolidayKind, NationalHolidays
from shared.errors import Conflict

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class CalendarHole(Conflict):
    """The calendar of that year is not loaded, so no working day in it can be counted."""

    code = "calendar_hole"
    message = "The working-day calendar does not cover that year yet."


class DayKind(StrEnum):
    """What a day is in this calendar."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day with the reason for what it is. `provisional`: a decree may still change it."""

    on: date
    kind: DayKind
    holiday: Holiday | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """The nation's days, the office's own, and whether cuti bersama is worked, as one value.

    `version` names exactly this content: a due date keeps the version it was computed with.
    """

    version: str
    years: frozenset[int]
    provisional_years: frozenset[int]
    holidays: Mapping[date, Holiday]
    count_cuti_bersama_as_working: bool

    @classmethod
    def build(
        cls,
        national: NationalHolidays,
        *,
        office_days: Iterable[Holiday] = (),
        count_cuti_bersama_as_working: bool = False,
    ) -> "WorkingCalendar":
        """Lay the office's own days over the nation's; the version follows from the content."""
        holidays = {day.on: day for day in (*national.days, *office_days)}
        return cls(
            version=_version(holidays, national, worked=count_cuti_bersama_as_working),
            years=national.years,
            provisional_years=national.provisional_years,
            holidays=holidays,
            count_cuti_bersama_as_working=count_cuti_bersama_as_working,
        )

    def day(self, on: date) -> CalendarDay:
        """What this day is and why; raises CalendarHole outside the years covered."""
        if on.year not in self.years:
            raise CalendarHole
        holiday = self._day_off(on)
        return CalendarDay(
            on=on,
            kind=_kind(on, holiday),
            holiday=holiday,
            provisional=self.is_provisional(on),
        )

    def is_working_day(self, on: date) -> bool:
        """Whether the office works on that day; raises CalendarHole."""
        if on.year not in self.years:
            raise CalendarHole
        return on.weekday() < SATURDAY and self._day_off(on) is None

    def is_provisional(self, on: date) -> bool:
        """Whether a decree that is still to come may change this day."""
        listed = self.holidays.get(on)
        return on.year in self.provisional_years or (listed is not None and listed.provisional)

    def add_working_days(self, start: date, count: int) -> date:
        """The day that is working day `count` after `start`; a negative count goes back.

        The day after `start` is day 1. With 0 it is `start` itself, working day or not.
        """
        step = ONE_DAY if count > 0 else -ONE_DAY
        day = start
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def next_working_day(self, after: date) -> date:
        """The first working day later than `after`."""
        return self.add_working_days(after, 1)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`."""
        return sum(self.is_working_day(day) for day in days_after(start, end))

    def provisional_between(self, start: date, end: date) -> tuple[date, ...]:
        """The days after `start` up to and including `end` that a decree may still change."""
        return tuple(day for day in days_after(start, end) if self.is_provisional(day))

    def _day_off(self, on: date) -> Holiday | None:
        holiday = self.holidays.get(on)
        if holiday is None:
            return None
        worked = self.count_cuti_bersama_as_working and holiday.kind is HolidayKind.CUTI_BERSAMA
        return None if worked else holiday


def days_after(start: date, end: date) -> Iterator[date]:
    """Every day later than `start`, up to and including `end`."""
    return (start + ONE_DAY * number for number in range(1, (end - start).days + 1))


def _kind(on: date, holiday: Holiday | None) -> DayKind:
    if holiday is not None:
        return DayKind.HOLIDAY
    return DayKind.WEEKEND if on.weekday() >= SATURDAY else DayKind.WORKING


def _version(holidays: Mapping[date, Holiday], national: NationalHolidays, *, worked: bool) -> str:
    rows = sorted(
        f"{day.on.isoformat()}|{day.kind}|{day.provisional:d}|{day.name}"
        for day in holidays.values()
    )
    head = f"{sorted(national.years)}|{sorted(national.provisional_years)}|{worked:d}"
    return hashlib.sha256("\n".join((head, *rows)).encode()).hexdigest()[:16]
