"""The index in exact arithmetic: one ninth, one rounding, lower bounds alone."""

from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting_service.domain.errors import AnswersNotValid
from reporting_service.domain.labels import month_number, parse_long_date, quarter_label
from reporting_service.domain.survey import (
    ELEMENTS,
    Response,
    Tally,
    grade_of,
    index_of,
)
from reporting_service.domain.table import fixed, rounded
from shared.calendar.written import long_date


def test_the_printed_quarter_gives_84_48_and_not_what_was_printed(printed: dict[str, Any]) -> None:
    result = index_of(Tally.of(tuple(row) for row in printed["survey"]["responses"]))
    assert result is not None
    assert result.ikm == Decimal("84.48")
    assert result.grade == ("B", "Baik")
    assert fixed(result.elements[0].nrr, 3) == "3.350"
    assert [one.code for one in result.lowest] == ["PENGADUAN"]
    assert [one.code for one in result.highest] == ["BIAYA"]


@given(st.lists(st.tuples(*[st.integers(1, 4)] * 9), min_size=1, max_size=40))
def test_an_index_lies_between_25_and_100_and_is_the_mean(sheets: list[tuple[int, ...]]) -> None:
    result = index_of(Tally.of(sheets))
    assert result is not None
    mean = Fraction(sum(map(sum, sheets)), 9 * len(sheets))
    assert result.ni == mean
    assert Decimal(25) <= result.ikm <= Decimal(100)


def test_all_fours_are_exactly_100() -> None:
    result = index_of(Tally.of([(4,) * 9] * 7))
    assert result is not None
    assert result.ikm == Decimal("100.00")


def test_nobody_answered_is_no_index() -> None:
    assert index_of(Tally.of([])) is None


@pytest.mark.parametrize(
    ("ikm", "grade"),
    [
        ("88.31", "A"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.60", "C"),
        ("65.00", "C"),
        ("64.99", "D"),
    ],
)
def test_classes_have_no_gaps(ikm: str, grade: str) -> None:
    assert grade_of(Decimal(ikm))[0] == grade


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        (Fraction(84925, 1000), 2, "84.93"),
        (Fraction(-5, 1000), 2, "-0.01"),
        (Fraction(1, 3), 3, "0.333"),
        (Decimal("2.345"), 2, "2.35"),
        (Fraction(4), 2, "4.00"),
    ],
)
def test_a_half_is_rounded_up_once(number: Decimal | Fraction, places: int, text: str) -> None:
    assert str(rounded(number, places)) == text


@pytest.mark.parametrize(
    "answers",
    [
        {},
        dict.fromkeys(ELEMENTS, 5),
        dict.fromkeys(ELEMENTS, 0),
        dict.fromkeys([*ELEMENTS, "EXTRA"], 3),
        dict.fromkeys(list(ELEMENTS)[1:], 3),
    ],
)
def test_anything_but_nine_answers_of_1_to_4_is_refused(answers: dict[str, int]) -> None:
    with pytest.raises(AnswersNotValid):
        Response.of(
            id=uuid4(),
            answered_on=parse_long_date("1 April 2024"),  # type: ignore[arg-type]
            service_code=None,
            collection_mode="web",
            answers=answers,
        )


@pytest.mark.requirement("R002-X-roman")
@pytest.mark.parametrize(
    ("quarter", "label"),
    [
        (1, "Triwulan I (Satu) Tahun 2024"),
        (2, "Triwulan II (Dua) Tahun 2024"),
        (3, "Triwulan III (Tiga) Tahun 2024"),
        (4, "Triwulan IV (Empat) Tahun 2024"),
    ],
)
def test_the_word_always_matches_the_numeral(quarter: int, label: str) -> None:
    assert quarter_label(quarter, 2024) == label


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Mei", 5),
        ("may", 5),
        ("JUNI", 6),
        ("Agt.", 8),
        ("12", 12),
        ("0", None),
        ("13", None),
        ("Junius", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_a_month_has_names_in_two_languages(text: str, number: int | None) -> None:
    assert month_number(text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6 Mei 2024", "6 Mei 2024"),
        ("06-05-2024", "6 Mei 2024"),
        ("6/5/2024", "6 Mei 2024"),
        ("2024-05-06", "6 Mei 2024"),
        ("31 April 2024", None),
        ("May 6", None),
    ],
)
def test_dates_are_read_as_offices_write_them(text: str, day: str | None) -> None:
    found = parse_long_date(text)
    assert (None if found is None else long_date(found)) == day
