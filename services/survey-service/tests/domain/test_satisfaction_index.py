"""The index: exact arithmetic, named policies, classes by lower bounds."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_service.adapters.questionnaire_document import standard_questionnaire
from survey_service.domain.grade import PERMENPANRB_14_2017
from survey_service.domain.policy import NINTH, POLICIES, ROUNDED3, VARIANTS, W0111
from survey_service.domain.questionnaire import Element
from survey_service.domain.rounding import round_half_up
from survey_service.domain.satisfaction_index import index_of, shown
from survey_service.domain.tally import Tally

STANDARD = standard_questionnaire()
answers = st.fixed_dictionaries({element.value: st.integers(1, 4) for element in Element})


def tally(rows: list[Mapping[str, int]]) -> Tally:
    return Tally(
        respondents=len(rows),
        sums={element.value: sum(row[element] for row in rows) for element in Element},
    )


def of_source_002(printed: Mapping[str, Any]) -> Tally:
    codes = [element.value for element in Element]
    return tally([dict(zip(codes, row, strict=True)) for row in printed["responses"]])


def test_the_sums_of_source_002_are_those_printed(printed: Mapping[str, Any]) -> None:
    index = index_of([(STANDARD, of_source_002(printed))], NINTH)

    assert [int(score.total) for score in index.elements] == printed["printed"]["sum"]
    assert index.respondents == 140


def test_means_have_three_decimals_and_the_printed_u1_is_not_one_of_them(
    printed: Mapping[str, Any],
) -> None:
    index = index_of([(STANDARD, of_source_002(printed))], NINTH)

    means = [str(shown(score.nrr, 3)) for score in index.elements]

    expected = "3.350, 3.350, 3.193, 4.000, 3.343, 3.386, 3.386, 3.221, 3.186"
    assert ", ".join(means) == expected


@pytest.mark.parametrize("policy", [NINTH, W0111])
def test_weighted_means_have_two_decimals(printed: Mapping[str, Any], policy: Any) -> None:
    index = index_of([(STANDARD, of_source_002(printed))], policy)

    weighted = [str(shown(score.weighted, 2)) for score in index.elements]

    assert weighted == ["0.37", "0.37", "0.35", "0.44", "0.37", "0.38", "0.38", "0.36", "0.35"]


def test_each_way_of_weighting_and_rounding_gives_its_own_figure(
    printed: Mapping[str, Any],
) -> None:
    figures = {
        policy.name: str(index_of([(STANDARD, of_source_002(printed))], policy).ikm)
        for policy in VARIANTS
    }

    assert figures == {
        "ninth": "84.48",
        "w0111": "84.40",
        "w011": "83.64",
        "ninth_nrr3": "84.49",
        "w0111_nrr3": "84.40",
        "ninth_weighted3": "84.45",
        "w0111_weighted3": "84.43",
        "ninth_weighted2": "84.25",
        "rounded3": "84.48",
    }


def test_the_policy_of_the_print_reproduces_the_print_from_the_printed_means(
    printed: Mapping[str, Any],
) -> None:
    means = tuple(Fraction(str(mean)) for mean in printed["printed"]["nrr"])

    assert shown(ROUNDED3.ni(means), 3) == Decimal("3.397")
    assert ROUNDED3.ikm(means) == Decimal("84.93")
    assert W0111.ikm(means) == Decimal("84.85")


def test_from_the_rows_the_policy_of_the_print_gives_84_48(printed: Mapping[str, Any]) -> None:
    index = index_of([(STANDARD, of_source_002(printed))], ROUNDED3)

    assert (shown(index.ni, 3), index.ikm) == (Decimal("3.379"), Decimal("84.48"))


def test_lowest_highest_and_ties_are_named(printed: Mapping[str, Any]) -> None:
    index = index_of([(STANDARD, of_source_002(printed))], NINTH)

    assert index.ranking[:2] == (Element.PENGADUAN, Element.WAKTU)
    assert (index.lowest, index.highest) == (Element.PENGADUAN, Element.BIAYA)
    assert index.ties == (
        (Element.PERSYARATAN, Element.PROSEDUR),
        (Element.KOMPETENSI, Element.PERILAKU),
    )


@pytest.mark.parametrize(
    ("ikm", "code"),
    [
        ("100.00", "A"),
        ("88.31", "A"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.60", "C"),
        ("65.00", "C"),
        ("64.99", "D"),
        ("25.00", "D"),
    ],
)
def test_a_class_begins_at_its_lower_bound(ikm: str, code: str) -> None:
    assert PERMENPANRB_14_2017.grade_of(Decimal(ikm)).code == code


def test_a_value_between_two_printed_classes_is_rounded_first() -> None:
    rounded = round_half_up(Fraction("88.305"), 2)

    assert (rounded, PERMENPANRB_14_2017.grade_of(rounded).code) == (Decimal("88.31"), "A")


def test_the_worst_answers_are_of_the_lowest_class_under_every_policy() -> None:
    worst = Tally(respondents=1, sums={element.value: 1 for element in Element})

    for policy in VARIANTS:
        grade = index_of([(STANDARD, worst)], policy).grade
        assert grade is not None
        assert grade.code == "D"


def test_halves_round_up_where_binary_floats_would_not() -> None:
    assert round_half_up(Fraction("84.925"), 2) == Decimal("84.93")
    assert round(84.925, 2) == 84.92


def test_nobody_answered_gives_nothing() -> None:
    index = index_of([], NINTH)

    assert (index.ikm, index.grade, index.lowest, index.highest) == (None, None, None, None)
    assert index.respondents == 0
    assert [score.nrr for score in index.elements] == [None] * 9


@given(st.lists(answers, min_size=1, max_size=20))
def test_the_index_lies_between_25_and_100(rows: list[dict[str, int]]) -> None:
    index = index_of([(STANDARD, tally(rows))], NINTH)

    assert index.ikm is not None
    assert 25 <= index.ikm <= 100


@given(st.integers(1, 10**7))
def test_answers_that_are_all_4_give_exactly_100_and_only_under_the_exact_weight(
    respondents: int,
) -> None:
    best = Tally(
        respondents=respondents, sums={element.value: 4 * respondents for element in Element}
    )

    assert index_of([(STANDARD, best)], NINTH).ikm == 100
    assert index_of([(STANDARD, best)], W0111).ikm == Decimal("99.90")


@given(st.lists(answers, min_size=1, max_size=10), st.lists(answers, min_size=1, max_size=10))
def test_tallies_of_two_parts_give_the_index_of_the_whole(
    left: list[dict[str, int]], right: list[dict[str, int]]
) -> None:
    for policy in POLICIES.values():
        parts = index_of([(STANDARD, tally(left)), (STANDARD, tally(right))], policy)
        whole = index_of([(STANDARD, tally(left + right))], policy)

        assert parts == whole


@given(st.fractions(min_value=0, max_value=100), st.integers(0, 4))
def test_rounding_is_never_further_away_than_half_a_unit(value: Fraction, places: int) -> None:
    assert abs(Fraction(round_half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)
