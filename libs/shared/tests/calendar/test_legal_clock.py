"""The legal clock: examples by hand, and an oracle that walks day by day."""

import json
from datetime import date, datetime, timedelta
from importlib import resources
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.calendar.clock_ledger import LedgerEntry, LedgerRow, clock_ledger
from shared.calendar.clock_moves import (
    NEXT_MOVES,
    ClockEvent,
    ClockMove,
    ClockMoveNotAllowed,
)
from shared.calendar.holidays import shipped_national_holidays
from shared.calendar.legal_clock import ClockReading, ClockState, read_clock
from shared.calendar.rulers import Standard, Unit
from shared.calendar.working_days import WorkingCalendar

ZONE = ZoneInfo("Asia/Jayapura")
CALENDAR = WorkingCalendar.build(shipped_national_holidays())
THREE_DAYS = Standard(value=3, unit=Unit.WORKING_DAY)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def moves(*steps: tuple[str, str]) -> list[ClockEvent]:
    return [
        ClockEvent(move=ClockMove(move), at=at(when), reason=f"why-{move}") for move, when in steps
    ]


def read(
    events: list[ClockEvent], now: str | datetime, standard: Standard = THREE_DAYS
) -> ClockReading:
    moment = at(now) if isinstance(now, str) else now
    return read_clock(events, standard=standard, calendar=CALENDAR, zone=ZONE, now=moment)


def ledger(
    events: list[ClockEvent], now: str | datetime, standard: Standard = THREE_DAYS
) -> tuple[LedgerRow, ...]:
    moment = at(now) if isinstance(now, str) else now
    return clock_ledger(events, standard=standard, calendar=CALENDAR, zone=ZONE, now=moment)


# Monday 5 January 2026 and the days after it are plain working days.
STARTED = ("started", "2026-01-05T09:00")


def test_the_day_after_the_start_is_day_one() -> None:
    assert read(moves(STARTED), "2026-01-05T15:00").counted == 0
    assert read(moves(STARTED), "2026-01-06T00:00").counted == 1
    assert read(moves(STARTED), "2026-01-05T15:00").due_on == date(2026, 1, 8)


def test_a_clock_is_overdue_only_after_the_last_moment_of_its_due_date() -> None:
    assert read(moves(STARTED), "2026-01-08T23:59:59").state is ClockState.RUNNING
    late = read(moves(STARTED), "2026-01-09T00:00")
    assert (late.state, late.is_exceeded, late.due_on) == (
        ClockState.OVERDUE,
        True,
        date(2026, 1, 8),
    )


def test_a_deadline_on_friday_has_passed_on_saturday() -> None:
    friday = Standard(value=4, unit=Unit.WORKING_DAY)

    assert read(moves(STARTED), "2026-01-10T08:00", friday).state is ClockState.OVERDUE


def test_the_day_of_a_pause_counts_and_the_day_of_a_resumption_does_not() -> None:
    paused = moves(STARTED, ("paused", "2026-01-06T10:00"))
    resumed = [*paused, *moves(("resumed", "2026-01-12T08:00"))]

    waiting = read(paused, "2026-01-09T10:00")
    assert (waiting.state, waiting.counted) == (ClockState.PAUSED, 1)
    assert waiting.due_on == date(2026, 1, 13)  # two working days after today, the 9th
    again = read(resumed, "2026-01-13T10:00")
    assert (again.state, again.counted, again.due_on) == (ClockState.RUNNING, 2, date(2026, 1, 14))


def test_a_pause_and_its_end_within_one_day_cost_nothing() -> None:
    events = moves(STARTED, ("paused", "2026-01-06T10:00"), ("resumed", "2026-01-06T11:00"))

    assert read(events, "2026-01-07T10:00").due_on == date(2026, 1, 8)


def test_a_pause_does_not_heal_an_excess() -> None:
    events = moves(STARTED, ("paused", "2026-01-12T10:00"))

    late = read(events, "2026-01-20T10:00")
    assert (late.state, late.is_exceeded, late.due_on) == (
        ClockState.PAUSED,
        True,
        date(2026, 1, 8),
    )


def test_a_reset_begins_again_from_zero_and_heals() -> None:
    events = moves(STARTED, ("reset", "2026-01-12T10:00"))
    assert read(events, "2026-01-12T11:00").counted == 0
    assert read(events, "2026-01-12T11:00").state is ClockState.PAUSED

    events += moves(("restarted", "2026-01-13T10:00"))
    fresh = read(events, "2026-01-14T10:00")
    assert (fresh.counted, fresh.is_exceeded, fresh.due_on) == (1, False, date(2026, 1, 19))


def test_a_stopped_clock_stands_still() -> None:
    events = moves(STARTED, ("stopped", "2026-01-07T10:00"))

    for now in ("2026-01-07T11:00", "2031-01-07T11:00"):
        done = read(events, now)
        assert (done.state, done.counted, done.due_on) == (ClockState.STOPPED, 2, date(2026, 1, 8))


def test_hours_are_clock_hours() -> None:
    standard = Standard(value=24, unit=Unit.HOUR)
    saturday = moves(("started", "2026-01-10T09:00"))

    assert read(saturday, "2026-01-11T08:30", standard).counted == 23
    assert read(saturday, "2026-01-11T09:00", standard).state is ClockState.RUNNING
    assert read(saturday, "2026-01-11T09:01", standard).state is ClockState.OVERDUE
    assert read(saturday, "2026-01-11T08:30", standard).due_at == at("2026-01-11T09:00")


def test_calendar_days_count_weekends() -> None:
    week = Standard(value=7, unit=Unit.CALENDAR_DAY)

    assert read(moves(STARTED), "2026-01-12T10:00", week).counted == 7
    assert read(moves(STARTED), "2026-01-12T10:00", week).due_on == date(2026, 1, 12)


def test_the_ledger_explains_each_day() -> None:
    events = moves(
        ("started", "2025-03-26T09:00"),
        ("paused", "2025-04-08T10:00"),
        ("resumed", "2025-04-10T10:00"),
    )
    rows = {row.on: row for row in ledger(events, "2025-04-11T10:00")}

    assert rows[date(2025, 3, 26)].entry is LedgerEntry.BEFORE_START
    assert rows[date(2025, 3, 27)].entry is LedgerEntry.COUNTED
    holiday = rows[date(2025, 3, 31)]
    assert (holiday.entry, "Idul Fitri" in str(holiday.note)) == (LedgerEntry.HOLIDAY, True)
    assert rows[date(2025, 4, 5)].entry is LedgerEntry.WEEKEND
    assert rows[date(2025, 4, 8)].entry is LedgerEntry.COUNTED
    paused = rows[date(2025, 4, 9)]
    assert (paused.entry, paused.note) == (LedgerEntry.PAUSED, "why-paused")
    assert rows[date(2025, 4, 11)].total == 3
    assert len(rows) == 17


@pytest.mark.parametrize("last", [None, *ClockMove])
@pytest.mark.parametrize("move", list(ClockMove))
def test_only_lawful_moves_are_taken(last: ClockMove | None, move: ClockMove) -> None:
    ways: dict[ClockMove | None, list[str]] = {
        None: [],
        ClockMove.STARTED: ["started"],
        ClockMove.PAUSED: ["started", "paused"],
        ClockMove.RESUMED: ["started", "paused", "resumed"],
        ClockMove.RESET: ["started", "reset"],
        ClockMove.RESTARTED: ["started", "reset", "restarted"],
        ClockMove.STOPPED: ["started", "stopped"],
    }
    halts = {"paused", "reset", "stopped"}
    lawful = {
        None: {"started"},
        ClockMove.STARTED: halts,
        ClockMove.PAUSED: {"resumed", "reset", "stopped"},
        ClockMove.RESUMED: halts,
        ClockMove.RESET: {"restarted", "stopped"},
        ClockMove.RESTARTED: halts,
        ClockMove.STOPPED: set(),
    }
    events = moves(*((step, "2026-01-05T09:00") for step in [*ways[last], move.value]))

    if move.value in lawful[last]:
        read(events, "2026-01-06T09:00")
        return
    with pytest.raises(ClockMoveNotAllowed):
        read(events, "2026-01-06T09:00")


def test_moves_out_of_order_and_no_moves_are_refused() -> None:
    with pytest.raises(ClockMoveNotAllowed):
        read(moves(STARTED, ("paused", "2026-01-04T09:00")), "2026-01-06T09:00")
    with pytest.raises(ClockMoveNotAllowed):
        read([], "2026-01-06T09:00")


def test_a_machine_clock_that_went_backwards_unmakes_nothing() -> None:
    events = moves(STARTED, ("paused", "2026-01-07T10:00"))

    assert read(events, "2026-01-01T00:00").counted == 2


def test_oss_codes_41_to_44_are_moves() -> None:
    events = [*moves(STARTED)]
    of_oss = (ClockMove.PAUSED, ClockMove.RESUMED, ClockMove.RESET, ClockMove.RESTARTED)
    for number, move in enumerate(of_oss, start=6):
        events.append(ClockEvent(move=move, at=at(f"2026-01-0{number}T09:00")))

    assert read(events, "2026-01-12T10:00").counted == 1


def test_a_due_date_in_a_year_without_decree_is_provisional() -> None:
    events = moves(("started", "2026-12-29T09:00"))

    assert read(events, "2026-12-29T10:00").is_provisional
    assert not read(moves(STARTED), "2026-01-05T10:00").is_provisional


# --- the oracle: the raw rows of the table and a walk from dawn to dawn ---

RAW = json.loads(resources.files("shared.calendar").joinpath("holidays_id.json").read_text())
OFF = {row["date"] for year in RAW["years"].values() for row in year["days"]}


def counts(day: date, unit: Unit) -> bool:
    return unit is Unit.CALENDAR_DAY or (day.weekday() < 5 and day.isoformat() not in OFF)


def walk(events: list[ClockEvent], standard: Standard, now: datetime) -> tuple[int, bool, date]:
    """Counted, exceeded, due date: one dawn after the other, then the moves of that day."""
    pending, state, used, exceeded = list(events), "none", 0, False
    due = day = events[0].at.astimezone(ZONE).date()
    today = now.astimezone(ZONE).date()
    while day <= today and state != "stopped":
        if state == "running":
            used += counts(day, standard.unit)
            exceeded = exceeded or day > due
        while pending and pending[0].at.astimezone(ZONE).date() == day:
            move = pending.pop(0).move
            if move is ClockMove.RESET:
                used, exceeded = 0, False
            if not exceeded and (move in {"started", "resumed", "restarted"} or state != "running"):
                due = promised(day, standard, used)
            if move is ClockMove.STOPPED:
                state = "stopped"
                break
            state = "running" if move in {"started", "resumed", "restarted"} else "paused"
        day += timedelta(days=1)
    if state == "paused" and not exceeded:
        due = promised(today, standard, used)
    return used, exceeded, due


def promised(since: date, standard: Standard, used: int) -> date:
    left, day = standard.value - used, since
    while left > 0:
        day += timedelta(days=1)
        left -= counts(day, standard.unit)
    return day


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[ClockEvent], datetime]:
    moment = draw(st.datetimes(datetime(2024, 1, 2), datetime(2026, 3, 1))).replace(tzinfo=ZONE)
    events: list[ClockEvent] = []
    for _ in range(draw(st.integers(1, 9))):
        allowed = sorted(NEXT_MOVES[events[-1].move if events else None])
        if not allowed:
            break
        events.append(ClockEvent(move=draw(st.sampled_from(allowed)), at=moment, reason="r"))
        moment += timedelta(minutes=draw(st.one_of(st.integers(0, 300), st.integers(0, 20_000))))
    return events, moment


@settings(max_examples=400)
@given(
    history=histories(),
    unit=st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]),
    value=st.integers(0, 28),
)
def test_the_clock_agrees_with_a_walk_from_dawn_to_dawn(
    history: tuple[list[ClockEvent], datetime], unit: Unit, value: int
) -> None:
    events, now = history
    standard = Standard(value=value, unit=unit)

    reading = read(events, now, standard)

    assert (reading.counted, reading.is_exceeded, reading.due_on) == walk(events, standard, now)


@settings(max_examples=200)
@given(history=histories(), unit=st.sampled_from(list(Unit)))
def test_the_ledger_adds_up_to_what_the_clock_counted(
    history: tuple[list[ClockEvent], datetime], unit: Unit
) -> None:
    events, now = history
    standard = Standard(value=10, unit=unit)
    rows = ledger(events, now, standard)
    grains = 3600 if unit is Unit.HOUR else 1

    assert rows[-1].total // grains == read(events, now, standard).counted
    assert all(b.on - a.on == timedelta(days=1) for a, b in pairwise(rows))
    assert all(
        b.total == (b.counted if b.entry is LedgerEntry.RESET else a.total + b.counted)
        for a, b in pairwise(rows)
    )


@settings(max_examples=200)
@given(history=histories(), value=st.integers(1, 400))
def test_hours_agree_with_the_sum_of_elapsed_seconds(
    history: tuple[list[ClockEvent], datetime], value: int
) -> None:
    events, now = history
    seconds, exceeded = 0.0, False
    ends = [*(event.at for event in events[1:]), now]
    for event, end in zip(events, ends, strict=True):
        if event.move is ClockMove.RESET:
            seconds, exceeded = 0.0, False
        if event.move in {"started", "resumed", "restarted"}:
            seconds += (
                end.replace(microsecond=0) - event.at.replace(microsecond=0)
            ).total_seconds()
            exceeded = exceeded or seconds > value * 3600

    reading = read(events, now, Standard(value=value, unit=Unit.HOUR))

    assert (reading.counted, reading.is_exceeded) == (int(seconds // 3600), exceeded)
