"""The ledger of a legal clock: one row per day that says why it counted or did not.

The rows since the last reset add up to exactly what the clock has counted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.calendar.clock_moves import (
    SETS_RUNNING,
    ClockEvent,
    ClockHistory,
    ClockMove,
    clock_history,
)
from shared.calendar.office_time import local_date
from shared.calendar.rulers import Ruler, Standard, ruler_for
from shared.calendar.working_days import ONE_DAY, WorkingCalendar, days_after


class LedgerEntry(StrEnum):
    """Why a day counted or did not."""

    BEFORE_START = "before_start"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    RESET = "reset"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One day of the clock. Amounts are days, or seconds where the standard is in hours.

    `note` is the holiday's name or the reason of the pause or the reset. `total` begins anew at
    a reset.
    """

    on: date
    entry: LedgerEntry
    counted: int
    total: int
    note: str | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """Looks at a history one day at a time."""

    history: ClockHistory
    ruler: Ruler
    calendar: WorkingCalendar
    zone: ZoneInfo

    def __iter__(self) -> Iterator[date]:
        first = local_date(self.history.moves[0].at, self.zone)
        return days_after(first - ONE_DAY, local_date(self.history.until, self.zone))

    def reset_on(self, day: date) -> ClockEvent | None:
        """The last reset of that day."""
        resets = [event for event in self.history.moves if event.move is ClockMove.RESET]
        of_day = [event for event in resets if local_date(event.at, self.zone) == day]
        return of_day[-1] if of_day else None

    def counted_on(self, day: date, *, since: datetime | None) -> int:
        """What the runs that began at `since` or later put on that day."""
        runs = (run for run in self.history.runs() if since is None or run.start >= since)
        return sum(self.ruler.on_day(run, day) for run in runs)

    def row(self, day: date, *, before: int) -> LedgerRow:
        """The row of that day; `before` is the total of the day before."""
        reset = self.reset_on(day)
        counted = self.counted_on(day, since=reset.at if reset else None)
        entry, note = (
            (LedgerEntry.RESET, reset.reason) if reset else self._why(day, is_counted=counted > 0)
        )
        return LedgerRow(
            on=day,
            entry=entry,
            counted=counted,
            total=counted if reset else before + counted,
            note=note,
            provisional=self.calendar.is_provisional(day),
        )

    def _why(self, day: date, *, is_counted: bool) -> tuple[LedgerEntry, str | None]:
        if is_counted:
            return LedgerEntry.COUNTED, None
        earlier = [e for e in self.history.moves if local_date(e.at, self.zone) < day]
        if not earlier:
            return LedgerEntry.BEFORE_START, None
        if earlier[-1].move not in SETS_RUNNING:
            return LedgerEntry.PAUSED, earlier[-1].reason
        return self._day_off(day)

    def _day_off(self, day: date) -> tuple[LedgerEntry, str | None]:
        found = self.ruler.why_not(day)
        if found is None:
            # The clock halted at the very midnight with which the day began.
            return LedgerEntry.PAUSED, None
        if found.holiday is None:
            return LedgerEntry.WEEKEND, None
        return LedgerEntry.HOLIDAY, found.holiday.name


def clock_ledger(
    events: Iterable[ClockEvent],
    *,
    standard: Standard,
    calendar: WorkingCalendar,
    zone: ZoneInfo,
    now: datetime,
) -> tuple[LedgerRow, ...]:
    """Every day from the start to `now`, or to the stop; raises as `read_clock` does."""
    days = _Days(
        history=clock_history(events, now=now),
        ruler=ruler_for(standard.unit, calendar=calendar, zone=zone),
        calendar=calendar,
        zone=zone,
    )
    rows: list[LedgerRow] = []
    for day in days:
        rows.append(days.row(day, before=rows[-1].total if rows else 0))
    return tuple(rows)
