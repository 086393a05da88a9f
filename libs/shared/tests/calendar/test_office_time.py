"""Periods and days as the office lives them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.office_time import (
    PeriodNotValid,
    Quarter,
    TimeZoneNotValid,
    local_date,
    office_zone,
    parse_period,
    quarter_of,
    start_of_day,
)

JAYAPURA = ZoneInfo("Asia/Jayapura")
PONTIANAK = ZoneInfo("Asia/Pontianak")


def test_the_same_instant_is_another_day_in_another_office() -> None:
    instant = datetime(2024, 3, 31, 16, 0, tzinfo=UTC)

    assert local_date(instant, JAYAPURA) == date(2024, 4, 1)
    assert local_date(instant, PONTIANAK) == date(2024, 3, 31)
    assert instant in parse_period("2024-Q2", JAYAPURA)
    assert instant in parse_period("2024-Q1", PONTIANAK)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
    ],
)
def test_a_period_has_its_first_and_last_day(text: str, first: date, last: date) -> None:
    period = parse_period(text, JAYAPURA)

    assert (period.first_day, period.last_day, period.label) == (first, last, text)
    assert period.end == start_of_day(last + timedelta(days=1), JAYAPURA)
    assert period.end not in period


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-Q5", "2024-Q0", "2024-13", "2024-00", "2024-1", "0000", "9999", "２０２４"],
)
def test_what_is_not_a_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodNotValid):
        parse_period(text, JAYAPURA)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Asia", "\x00"])
def test_what_is_not_a_zone_is_refused(name: str) -> None:
    with pytest.raises(TimeZoneNotValid):
        office_zone(name)


def test_a_naive_instant_is_a_bug() -> None:
    with pytest.raises(ValueError, match="aware"):
        local_date(datetime(2024, 4, 1), JAYAPURA)


@given(st.dates(date(1950, 1, 1), date(2900, 1, 1)))
def test_each_day_lies_in_its_own_quarter_and_no_other(day: date) -> None:
    quarter = quarter_of(day)
    noon = start_of_day(day, JAYAPURA) + timedelta(hours=12)

    assert [
        n for n in (1, 2, 3, 4) if noon in Quarter(year=day.year, number=n).period(JAYAPURA)
    ] == [quarter.number]
