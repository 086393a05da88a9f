"""Formats of numbers: what may be written, and what no two licences can share."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permit_service.domain.errors import NumberFormatNotValid
from permit_service.domain.number_format import (
    DEFAULT_FORMAT,
    FormatEdition,
    FormatSetting,
    NumberFormat,
    format_in_force,
    format_problems,
)

NOW = datetime(2026, 6, 15, tzinfo=UTC)
PIECES = ("{sequence}", "{sequence:04}", "{service}", "{office}", "{month}", "{year}")


def written(text: str, sequence: int = 7, service: str = "REKLAME", at: datetime = NOW) -> str:
    return NumberFormat.parse(text).number(
        sequence, service_code=service, number_code="DPMPTSP", at=at
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (DEFAULT_FORMAT.text, "0007/REKLAME/DPMPTSP/VI/2026"),
        ("503/{sequence}/{service}-{month}.{year}", "503/7/REKLAME-06.2026"),
        ("{sequence:02} {office} {year}", "07 DPMPTSP 2026"),
    ],
)
def test_a_number_is_written_as_the_format_says(text: str, number: str) -> None:
    assert written(text) == number


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", {"sequence_once", "year_missing"}),
        ("{sequence}/{service}", {"year_missing"}),
        ("{sequence}/{sequence}/{year}", {"sequence_once"}),
        ("{service}/{year}", {"sequence_once"}),
        ("{sequence}{year}", {"fields_touch"}),
        ("{sequence}a{year}", {"fields_touch"}),
        ("{sequence}/{holder}/{year}", {"unknown_field"}),
        ("{sequence!r}/{year}", {"characters", "sequence_once"}),
        ("{sequence.__class__}/{year}", {"characters", "sequence_once"}),
        ("{sequence:04d}/{year}", {"characters", "sequence_once"}),
        ("{sequence:0999999999}/{year}", {"characters", "sequence_once"}),
        ("{sequence}/{year:04}", {"width_of_sequence_alone"}),
        ("{sequence}/{year}/\n", {"characters"}),
        ("{sequence}/{year}/" + "x" * 100, {"too_long"}),
    ],
)
def test_what_would_give_no_number_or_the_same_one_twice_is_refused(
    text: str, codes: set[str]
) -> None:
    assert set(format_problems(text)) == codes
    with pytest.raises(NumberFormatNotValid):
        NumberFormat.parse(text)


@given(
    st.lists(st.sampled_from(PIECES), min_size=2, max_size=5, unique=True),
    st.lists(
        st.tuples(st.integers(1, 20_000), st.sampled_from(("A", "B1")), st.integers(2025, 2027)),
        min_size=2,
        max_size=2,
        unique=True,
    ),
)
def test_no_number_of_a_series_looks_like_another(
    pieces: list[str], two: list[tuple[int, str, int]]
) -> None:
    text = "/".join(pieces)
    if any(format_problems(text)):
        return
    of_format = NumberFormat.parse(text)
    numbers = [
        (of_format.series(service), year, sequence, written(text, sequence, service, at))
        for sequence, service, year in two
        for at in [datetime(year, 3, 1, tzinfo=UTC)]
    ]
    first, second = numbers

    assert (first[:3] == second[:3]) == (first[3] == second[3])


def test_services_that_are_written_alike_share_one_series() -> None:
    shared = NumberFormat.parse("{sequence:03}/DPMPTSP/{year}")
    padded = NumberFormat.parse("{sequence:05}/DPMPTSP/{year}")

    assert shared.series("REKLAME") == shared.series("SPPL") == padded.series("SPPL")
    assert DEFAULT_FORMAT.series("REKLAME") == "REKLAME"


def test_the_nearest_format_holds() -> None:
    def setting(text: str, service: str | None) -> FormatSetting:
        return FormatSetting(
            office_code="81.02",
            service_code=service,
            version=1,
            format=NumberFormat.parse(text),
            set_at=NOW,
            set_by="somebody",
        )

    service, office = setting("A/{sequence}/{year}", "S"), setting("B/{sequence}/{year}", None)

    def in_force(
        own: FormatSetting | None, of_catalogue: str | None, of_office: FormatSetting | None
    ) -> FormatEdition:
        return format_in_force(
            of_service=own,
            of_catalogue=of_catalogue,
            catalogue_version=7,
            of_office=of_office,
        )

    written = "C/{sequence}/{year}"
    found = [
        in_force(service, written, office),
        in_force(None, written, office),
        in_force(None, "{sequence}", office),
        in_force(None, None, None),
    ]

    assert [(one.source, one.version, one.text[:1]) for one in found[:3]] == [
        ("service", 1, "A"),
        ("catalogue", 7, "C"),
        ("office", 1, "B"),
    ]
    assert (found[3].format, found[3].source, found[3].version) == (DEFAULT_FORMAT, "product", None)
