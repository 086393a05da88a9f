"""Nine elements by code; what may be answered; sub-elements by their mean."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from survey_service.adapters.questionnaire_document import standard_questionnaire
from survey_service.domain.errors import AnswersNotValid, QuestionnaireNotValid
from survey_service.domain.policy import NINTH
from survey_service.domain.questionnaire import Element, ElementQuestions, Question, Text
from survey_service.domain.satisfaction_index import index_of
from survey_service.domain.tally import Tally

STANDARD = standard_questionnaire()
GOOD: dict[str, Any] = {element.value: 3 for element in Element}
LABELS = (Text(id="1", en="1"), Text(id="2", en="2"), Text(id="3", en="3"), Text(id="4", en="4"))


def with_two_sub_elements() -> Any:
    """WAKTU is asked for by two questions."""
    waktu = STANDARD.elements[2]
    questions = tuple(
        Question(code=code, stem=waktu.questions[0].stem, labels=LABELS)
        for code in ("WAKTU.ANTRIAN", "WAKTU.PROSES")
    )
    elements = [
        ElementQuestions(element=one.element, name=one.name, questions=questions)
        if one.element is Element.WAKTU
        else one
        for one in STANDARD.elements
    ]
    return replace(STANDARD, id="SKM-2017-SUB", elements=tuple(elements))


def test_the_standard_questionnaire_has_the_nine_elements_in_the_order_of_source_002() -> None:
    assert [one.element for one in STANDARD.elements] == list(Element)
    assert STANDARD.elements[3].questions[0].labels[3].id == "Gratis"


@pytest.mark.parametrize("value", [0, 5, None, 2.5, "3", True, 3.0])
def test_an_answer_is_one_of_four_whole_numbers(value: object) -> None:
    with pytest.raises(AnswersNotValid) as refused:
        STANDARD.check(GOOD | {"WAKTU": value}, {})

    assert refused.value.pointers == (("/answers/WAKTU", "not_in_scale"),)


def test_a_missing_element_is_named() -> None:
    some = {code: value for code, value in GOOD.items() if code != "SARANA"}

    with pytest.raises(AnswersNotValid) as refused:
        STANDARD.check(some, {})

    assert refused.value.pointers == (("/answers/SARANA", "missing"),)


def test_an_unknown_element_is_refused_without_repeating_its_name() -> None:
    with pytest.raises(AnswersNotValid) as refused:
        STANDARD.check(GOOD | {"U10": 4}, {"nama": "x"})

    assert refused.value.pointers == (
        ("/answers", "unknown_element"),
        ("/profile", "unknown_field"),
    )


@pytest.mark.parametrize(
    "profile",
    [{"umur": "34"}, {"umur": 0}, {"umur": 300}, {"umur": True}, {"jenis_kelamin": "X"}],
)
def test_a_profile_value_is_one_of_those_offered(profile: dict[str, object]) -> None:
    with pytest.raises(AnswersNotValid):
        STANDARD.check(GOOD, profile)


def test_of_the_profile_only_groups_are_kept() -> None:
    groups = STANDARD.groups_of({"umur": 34, "pekerjaan": "PNS"})

    assert groups == {"umur": "31-40", "pekerjaan": "PNS"}


@pytest.mark.parametrize(
    ("age", "band"), [(20, "<21"), (21, "21-30"), (30, "21-30"), (60, "51-60"), (61, ">60")]
)
def test_age_bands_do_not_overlap(age: int, band: str) -> None:
    assert STANDARD.groups_of({"umur": age}) == {"umur": band}


def test_a_questionnaire_without_one_of_the_nine_is_none() -> None:
    with pytest.raises(QuestionnaireNotValid):
        replace(STANDARD, elements=STANDARD.elements[:8])


def test_two_questions_with_one_code_are_refused() -> None:
    twice = (STANDARD.elements[0].questions[0],)

    with pytest.raises(QuestionnaireNotValid):
        replace(STANDARD, own_questions=twice)


def test_sub_elements_combine_by_their_mean_and_are_shown_beside_it() -> None:
    questionnaire = with_two_sub_elements()
    sums = dict.fromkeys(questionnaire.scored_codes, 30)
    sums |= {"WAKTU.ANTRIAN": 20, "WAKTU.PROSES": 35}

    index = index_of([(questionnaire, Tally(respondents=10, sums=sums))], NINTH)

    waktu = index.elements[2]
    assert waktu.nrr == Fraction(11, 4)
    assert waktu.sub_elements == (
        ("WAKTU.ANTRIAN", Fraction(2)),
        ("WAKTU.PROSES", Fraction(7, 2)),
    )
    assert questionnaire.sub_element_rule_verified is False


def test_versions_with_and_without_sub_elements_count_each_respondent_once() -> None:
    sub = with_two_sub_elements()
    with_sub = Tally(respondents=1, sums=dict.fromkeys(sub.scored_codes, 4))
    without = Tally(respondents=3, sums=dict.fromkeys(STANDARD.scored_codes, 6))

    index = index_of([(sub, with_sub), (STANDARD, without)], NINTH)

    assert index.respondents == 4
    assert [score.nrr for score in index.elements] == [Fraction(10, 4)] * 9
