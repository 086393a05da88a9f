"""Working days of an office: the vectors, the switches, and refusals instead of guesses."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.holidays import Holiday, HolidayKind, shipped_national_holidays
from shared.calendar.working_days import CalendarHole, DayKind, WorkingCalendar

NATIONAL = shipped_national_holidays()
CALENDAR = WorkingCalendar.build(NATIONAL)
WORKED = WorkingCalendar.build(NATIONAL, count_cuti_bersama_as_working=True)
VECTORS = json.loads(Path(__file__).with_name("working_day_vectors.json").read_text())
DAYS = st.dates(date(2024, 3, 1), date(2026, 10, 1))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['from']}+{v['add_working_days']}")
def test_every_vector_of_the_working_day_rule_holds(vector: dict[str, object]) -> None:
    start = date.fromisoformat(str(vector["from"]))
    count = int(str(vector["add_working_days"]))

    assert CALENDAR.add_working_days(start, count) == date.fromisoformat(str(vector["expect"]))


@pytest.mark.parametrize(
    ("year", "national", "cuti_bersama", "working_days"),
    [(2024, 19, 10, 238), (2025, 17, 11, 237), (2026, 17, 8, 240)],
)
def test_a_decreed_year_has_the_days_of_its_decree(
    year: int, national: int, cuti_bersama: int, working_days: int
) -> None:
    days = [day for day in NATIONAL.days if day.on.year == year]
    start, end = date(year, 1, 1) - timedelta(days=1), date(year, 12, 31)
    first = date(year, 1, 1)

    assert sum(day.kind is HolidayKind.NATIONAL for day in days) == national
    assert sum(day.kind is HolidayKind.CUTI_BERSAMA for day in days) == cuti_bersama
    in_year = CALENDAR.is_working_day(first) + CALENDAR.working_days_between(first, end)
    assert in_year == working_days
    assert not CALENDAR.provisional_between(start, end)


def test_cuti_bersama_counts_only_where_the_office_says_so() -> None:
    # 14 working days from 10 March 2026 end a week apart, depending on the switch.
    assert CALENDAR.add_working_days(date(2026, 3, 10), 14) == date(2026, 4, 7)
    assert WORKED.add_working_days(date(2026, 3, 10), 14) == date(2026, 3, 31)


def test_an_office_has_holidays_of_its_own() -> None:
    local = Holiday(on=date(2026, 8, 3), name="Hari Jadi", kind=HolidayKind.OFFICE)
    calendar = WorkingCalendar.build(NATIONAL, office_days=[local])

    assert CALENDAR.is_working_day(local.on)
    assert calendar.day(local.on).holiday == local
    assert calendar.next_working_day(date(2026, 7, 31)) == date(2026, 8, 4)


def test_a_day_tells_why_it_is_off() -> None:
    assert CALENDAR.day(date(2026, 8, 1)).kind is DayKind.WEEKEND
    assert CALENDAR.day(date(2026, 8, 3)).kind is DayKind.WORKING
    independence = CALENDAR.day(date(2026, 8, 17))
    assert independence.kind is DayKind.HOLIDAY
    assert independence.holiday is not None
    assert "Kemerdekaan" in independence.holiday.name


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2028, 1, 1)])
def test_a_year_that_is_not_loaded_is_refused_and_not_guessed(day: date) -> None:
    with pytest.raises(CalendarHole):
        CALENDAR.is_working_day(day)
    with pytest.raises(CalendarHole):
        CALENDAR.day(day)


def test_counting_into_a_year_that_is_not_loaded_is_refused() -> None:
    with pytest.raises(CalendarHole) as refusal:
        CALENDAR.add_working_days(date(2027, 12, 30), 5)

    assert refusal.value.code == "calendar_hole"


def test_a_year_without_a_decree_is_provisional() -> None:
    assert CALENDAR.is_provisional(date(2027, 1, 4))
    assert CALENDAR.provisional_between(date(2026, 12, 29), date(2027, 1, 1)) == (date(2027, 1, 1),)


def test_the_version_names_the_content() -> None:
    local = Holiday(on=date(2026, 8, 3), name="Hari Jadi", kind=HolidayKind.OFFICE)

    assert WorkingCalendar.build(NATIONAL).version == CALENDAR.version
    assert WORKED.version != CALENDAR.version
    assert WorkingCalendar.build(NATIONAL, office_days=[local]).version != CALENDAR.version


@given(start=DAYS, count=st.integers(0, 60))
def test_adding_and_counting_are_inverse(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)

    assert CALENDAR.working_days_between(start, end) == count


@given(start=DAYS, count=st.integers(1, 40))
def test_going_back_lands_on_a_working_day_that_many_before(start: date, count: int) -> None:
    back = CALENDAR.add_working_days(start, -count)

    assert CALENDAR.is_working_day(back)
    assert CALENDAR.working_days_between(back - timedelta(days=1), start - timedelta(days=1)) == (
        count
    )
