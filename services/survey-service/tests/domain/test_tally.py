"""Tallies: integer sums that add up, groups of the profile, and signs of straight-lining."""

from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from survey_service.domain.questionnaire import Element
from survey_service.domain.response import CollectionMode, Response
from survey_service.domain.tally import NO_ANSWERS, Tally, longest_uniform_runs, tallies_of

tallies = st.builds(
    lambda respondents, sums, uniform: Tally(respondents=respondents, sums=sums, uniform=uniform),
    st.integers(0, 1000),
    st.fixed_dictionaries({"WAKTU": st.integers(0, 4000), "BIAYA": st.integers(0, 4000)}),
    st.integers(0, 1000),
)


def response(*values: int, day: date = date(2024, 5, 6), **profile: str) -> Response:
    answers = dict(zip((element.value for element in Element), values, strict=True))
    return Response(
        id=UUID(int=1),
        office_code="62.02",
        answered_on=day,
        collection_mode=CollectionMode.GATE,
        questionnaire_id="SKM-2017-1",
        answers=answers,
        profile=profile,
    )


def of_source_002(printed: dict[str, Any]) -> list[Response]:
    return [response(*row) for row in printed["responses"]]


def test_uniform_answers_of_source_002_are_counted_and_none_is_left_out(
    printed: dict[str, Any],
) -> None:
    counted = tallies_of(of_source_002(printed))
    (tally,) = (tally for key, tally in counted.items() if key.group is None)

    assert (tally.respondents, tally.uniform, tally.all_highest) == (140, 41, 41)
    assert longest_uniform_runs(of_source_002(printed)) == {date(2024, 5, 1): 16}


def test_a_run_ends_with_its_month_and_with_its_value() -> None:
    may, june = date(2024, 5, 31), date(2024, 6, 1)
    rows = [response(*[4] * 9, day=may)] * 2 + [response(*[4] * 9, day=june)] * 3
    rows += [response(*[3] * 9, day=june)] * 2

    assert longest_uniform_runs(rows) == {date(2024, 5, 1): 2, date(2024, 6, 1): 3}


def test_an_answer_is_counted_as_a_whole_and_in_each_group_it_belongs_to() -> None:
    counted = tallies_of([response(*[3] * 9, umur="31-40", pekerjaan="PNS")])

    assert {key.group for key in counted} == {
        None,
        ("service", ""),
        ("collection_mode", "gate"),
        ("umur", "31-40"),
        ("pekerjaan", "PNS"),
    }
    assert {tally.respondents for tally in counted.values()} == {1}


def test_an_own_profile_field_named_as_one_of_ours_counts_nobody_twice() -> None:
    counted = tallies_of([response(*[3] * 9, service="A", collection_mode="B")])

    assert {key.group for key in counted} == {
        None,
        ("service", ""),
        ("collection_mode", "gate"),
    }


@given(tallies, tallies, tallies)
def test_the_order_of_adding_does_not_matter(one: Tally, two: Tally, three: Tally) -> None:
    assert (one + two) + three == one + (three + two)


@given(tallies, tallies)
def test_taking_away_undoes_adding(one: Tally, two: Tally) -> None:
    assert (one + two) - two == one
    assert one - one == Tally(sums={"WAKTU": 0, "BIAYA": 0})
    assert one + NO_ANSWERS == one
