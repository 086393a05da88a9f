"""The legal clock: how much of a service standard is used up, and when it ends.

A reset (OSS 43) throws away what was counted and the excess with it; nothing else heals an excess:
a clock that was paused after its due date is exceeded still.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.calendar.clock_moves import ClockEvent, ClockHistory, ClockMove, clock_history
from shared.calendar.office_time import local_date
from shared.calendar.rulers import Ruler, Standard, ruler_for
from shared.calendar.working_days import WorkingCalendar


class ClockState(StrEnum):
    """What the clock does now; a paused or stopped clock tells `is_exceeded` beside it."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """The clock as of a moment.

    `counted` is in whole units of the standard. While the clock is paused, `due_on` and `due_at`
    say when the standard would end if the clock went on today; they move with each day.
    `is_provisional`: a decree to come may still move the due date.
    """

    standard: Standard
    state: ClockState
    counted: int
    due_on: date
    due_at: datetime
    is_exceeded: bool
    is_provisional: bool
    calendar_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Progress:
    used: int
    due_at: datetime
    is_exceeded: bool


def read_clock(
    events: Iterable[ClockEvent],
    *,
    standard: Standard,
    calendar: WorkingCalendar,
    zone: ZoneInfo,
    now: datetime,
) -> ClockReading:
    """Read the clock as of `now`.

    Raises ClockMoveNotAllowed for moves that are not lawful, and CalendarHole where a day has to be
    judged that the calendar does not cover.
    """
    history = clock_history(events, now=now)
    ruler = ruler_for(standard.unit, calendar=calendar, zone=zone)
    progress = _progress(history, ruler, allowance=standard.value * ruler.grains_per_unit)
    due_on = local_date(progress.due_at, zone)
    return ClockReading(
        standard=standard,
        state=_state(history, is_exceeded=progress.is_exceeded),
        counted=progress.used // ruler.grains_per_unit,
        due_on=due_on,
        due_at=progress.due_at,
        is_exceeded=progress.is_exceeded,
        is_provisional=bool(
            calendar.provisional_between(local_date(history.moves[0].at, zone), due_on)
        ),
        calendar_version=calendar.version,
    )


def _progress(history: ClockHistory, ruler: Ruler, *, allowance: int) -> _Progress:
    used, is_exceeded = 0, False
    due_at: datetime | None = None
    for run in history.runs():
        if run.is_void:
            continue
        if not is_exceeded:
            due_at = ruler.due(run.start, allowance - used)
            is_exceeded = run.end > due_at
        used += ruler.count(run)
    if due_at is None or not (is_exceeded or history.ended_in_a_run):
        due_at = ruler.due(history.until, allowance - used)
    return _Progress(used=used, due_at=due_at, is_exceeded=is_exceeded)


def _state(history: ClockHistory, *, is_exceeded: bool) -> ClockState:
    if history.last is ClockMove.STOPPED:
        return ClockState.STOPPED
    if not history.ended_in_a_run:
        return ClockState.PAUSED
    return ClockState.OVERDUE if is_exceeded else ClockState.RUNNING
