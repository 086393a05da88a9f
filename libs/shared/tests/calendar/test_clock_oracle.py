"""The clock and its ledger against an oracle that asks each day by itself: was the clock running
when this day began, and does this day count? For every zone, unit and kind of day off."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.calendar.clock_ledger import clock_ledger
from shared.calendar.clock_moves import NEXT_MOVES, ClockEvent, ClockMove
from shared.calendar.holidays import Holiday, HolidayKind, shipped_national_holidays
from shared.calendar.legal_clock import read_clock
from shared.calendar.rulers import Standard, Unit
from shared.calendar.working_days import WorkingCalendar

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
DAY = timedelta(days=1)
RUNNING = {"started", "resumed", "restarted"}
KINDS: dict[date, set[str]] = {}
for _year in json.loads(
    resources.files("shared.calendar").joinpath("holidays_id.json").read_text()
)["years"].values():
    for _row in _year["days"]:
        KINDS.setdefault(date.fromisoformat(_row["date"]), set()).add(_row["kind"])


@dataclass(frozen=True)
class Case:
    """What the clock is asked, and how the oracle knows the days off."""

    moves: tuple[ClockEvent, ...]
    now: datetime
    zone: ZoneInfo
    standard: Standard
    works_cuti_bersama: bool
    own_days: frozenset[date]

    @property
    def calendar(self) -> WorkingCalendar:
        own = [Holiday(on=one, name="own", kind=HolidayKind.OFFICE) for one in self.own_days]
        return WorkingCalendar.build(
            shipped_national_holidays(),
            office_days=own,
            count_cuti_bersama_as_working=self.works_cuti_bersama,
        )

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        return self.day(self.moves[-1].at if self.moves[-1].move == "stopped" else self.now)

    def is_off(self, day: date) -> str | None:
        """`weekend`, `holiday`, or nothing: from the raw rows."""
        kinds = KINDS.get(day, set())
        if self.works_cuti_bersama and day not in self.own_days:
            kinds = kinds - {"CUTI_BERSAMA"}
        if kinds or day in self.own_days:
            return "holiday"
        return "weekend" if day.isoweekday() > 5 else None

    def before_dawn(self, day: date) -> list[int]:
        """The moves, by number, that were made before that day began."""
        return [n for n, one in enumerate(self.moves) if self.day(one.at) < day]

    def resets(self, until: date) -> list[int]:
        return [
            n
            for n, one in enumerate(self.moves)
            if one.move == "reset" and self.day(one.at) <= until
        ]

    def ran_at_dawn(self, day: date) -> bool:
        before = self.before_dawn(day)
        return bool(before) and self.moves[before[-1]].move in RUNNING

    def seconds(self, day: date, *, since: int) -> int:
        """Seconds of that day on which the clock ran, in runs that began with move `since` on."""
        dawn = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        ends = [*(one.at for one in self.moves[1:]), self.now]
        total = timedelta()
        for n, (one, end) in enumerate(zip(self.moves, ends, strict=True)):
            if n > since and one.move in RUNNING:
                total += max(min(end, dawn + DAY) - max(one.at, dawn), timedelta())
        return int(total.total_seconds())

    def grains(self, day: date, *, until: date) -> int:
        """What that day adds, looking back from the evening of `until`."""
        last_reset = max(self.resets(until), default=-1)
        if self.standard.unit is Unit.HOUR:
            return self.seconds(day, since=last_reset)
        if not self.ran_at_dawn(day) or self.before_dawn(day)[-1] < last_reset:
            return 0
        return int(self.standard.unit is Unit.CALENDAR_DAY or self.is_off(day) is None)

    def days(self) -> list[date]:
        first = self.day(self.moves[0].at)
        return [first + DAY * n for n in range((self.last_day - first).days + 1)]

    def entry(self, day: date) -> str:
        if any(self.day(self.moves[n].at) == day for n in self.resets(day)):
            return "reset"
        if self.grains(day, until=day) > 0:
            return "counted"
        if not self.before_dawn(day):
            return "before_start"
        if not self.ran_at_dawn(day):
            return "paused"
        off = self.is_off(day) if self.standard.unit is Unit.WORKING_DAY else None
        return off or "paused"


@st.composite
def cases(draw: st.DrawFn) -> Case:
    start = draw(st.datetimes(datetime(2024, 1, 2), datetime(2026, 11, 1)))
    at = start.replace(microsecond=0, tzinfo=UTC)
    moves: list[ClockEvent] = []
    for number in range(draw(st.integers(1, 8))):
        lawful = sorted(NEXT_MOVES[moves[-1].move if moves else None])
        if not lawful:
            break
        move = draw(st.sampled_from(lawful))
        moves.append(ClockEvent(move=move, at=at, reason=f"reason-{number}"))
        at += timedelta(minutes=draw(st.one_of(st.integers(0, 600), st.integers(0, 15_000))))
    near = st.integers(0, 60).map(lambda days: start.date() + DAY * days)
    return Case(
        moves=tuple(moves),
        now=at,
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        standard=Standard(value=draw(st.integers(0, 30)), unit=draw(st.sampled_from(sorted(Unit)))),
        works_cuti_bersama=draw(st.booleans()),
        own_days=draw(st.frozensets(near, max_size=4)),
    )


@settings(max_examples=80, deadline=None)
@given(case=cases())
def test_the_reading_is_what_each_day_by_itself_adds_up_to(case: Case) -> None:
    reading = read_clock(
        case.moves,
        standard=case.standard,
        calendar=case.calendar,
        zone=case.zone,
        now=case.now,
    )

    expected = sum(case.grains(day, until=case.last_day) for day in case.days())
    per_unit = 3600 if case.standard.unit is Unit.HOUR else 1
    assert reading.counted == expected // per_unit


@settings(max_examples=80, deadline=None)
@given(case=cases())
def test_the_ledger_says_of_each_day_what_that_day_was(case: Case) -> None:
    rows = clock_ledger(
        case.moves,
        standard=case.standard,
        calendar=case.calendar,
        zone=case.zone,
        now=case.now,
    )

    assert [row.on for row in rows] == case.days()
    assert [(row.on, row.entry.value) for row in rows] == [
        (day, case.entry(day)) for day in case.days()
    ]
    assert [row.counted for row in rows] == [case.grains(day, until=day) for day in case.days()]
    assert rows[-1].total == sum(case.grains(day, until=case.last_day) for day in case.days())
    named = {one.reason for one in case.moves if one.move in {ClockMove.PAUSED, ClockMove.RESET}}
    assert {row.note for row in rows if row.entry == "reset"} <= named
