"""The NIK: what cannot be one is refused, what looks odd is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permit_service.domain.errors import NikNotValid
from permit_service.domain.nik import birth_date, check_nik, region_warnings

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("nik", "code"),
    [
        ("3201153002900001", "impossible_date"),
        ("3201157002900001", "impossible_date"),
        ("3201150013900001", "impossible_date"),
        ("3201150100900001", "impossible_date"),
        ("3201158101900001", "impossible_date"),
        ("320115010190000", "format"),
        ("32011501019000012", "format"),
        ("320115010190000a", "format"),
        ("٣٢٠١١٥٠١٠١٩٠٠٠٠١", "format"),
        ("3201150101900001\n", "format"),
    ],
)
def test_what_cannot_be_a_nik_is_refused_with_its_place(nik: str, code: str) -> None:
    with pytest.raises(NikNotValid) as refused:
        check_nik(nik, today=TODAY)

    assert refused.value.pointers == (("/applicant/nik", code),)


@pytest.mark.parametrize(
    ("nik", "born"),
    [
        ("3201150101900001", date(1990, 1, 1)),
        ("3201154101900001", date(1990, 1, 1)),
        ("3201152902000001", date(2000, 2, 29)),
        ("3201150708050001", date(2005, 8, 7)),
        ("3201151606260001", date(1926, 6, 16)),
        ("3201151506260001", date(2026, 6, 15)),
    ],
)
def test_the_day_of_birth_is_the_latest_that_is_not_to_come(nik: str, born: date) -> None:
    check_nik(nik, today=TODAY)

    assert birth_date(nik, today=TODAY) == born


@given(st.dates(date(1927, 1, 1), TODAY), st.booleans(), st.integers(1, 9999))
def test_every_day_that_was_is_accepted(born: date, is_woman: bool, number: int) -> None:
    day = born.day + 40 * is_woman

    check_nik(f"810201{day:02d}{born:%m%y}{number:04d}", today=TODAY)


def test_an_unknown_region_is_a_warning_only() -> None:
    check_nik("9901150101900001", today=TODAY)

    assert region_warnings("9901150101900001") == ("nik_region_unknown",)
    assert region_warnings("8102150101900001") == ()
    assert region_warnings("5401150101900001") == ()
