"""The form as a page: what it asks, what was chosen, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.http.language import Language
from survey_service.application.answer_survey import OpenForm
from survey_service.application.record_response import Filled
from survey_service.domain.questionnaire import ProfileKind, Question, Questionnaire, Text
from survey_service.entrypoints.language import in_language

ANSWER = "answer."
PROFILE = "profile."
LONGEST_VALUE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a browser sent, as text, and the codes of what was wrong with it."""

    fields: Mapping[str, str] = field(default_factory=dict)
    faulty: frozenset[str] = frozenset()


NOTHING_SENT = Sent()


def filled_of(fields: Mapping[str, str]) -> Filled:
    """The answers in a form's fields. What is no number stays text, and is refused by its name."""
    answers = {
        name.removeprefix(ANSWER): _number(value)
        for name, value in fields.items()
        if name.startswith(ANSWER)
    }
    profile = {
        name.removeprefix(PROFILE): _number(value)
        for name, value in fields.items()
        if name.startswith(PROFILE) and value
    }
    return Filled(answers=answers, profile=profile, suggestion=fields.get("suggestion"))


def faulty_codes(pointers: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """The last part of each pointer: an element or a profile field."""
    return frozenset(pointer.rpartition("/")[2] for pointer, _ in pointers)


def form_values(form: OpenForm, language: Language, sent: Sent) -> dict[str, Any]:
    """What the template shows."""
    questionnaire = form.questionnaire
    questions = _questions(questionnaire, language, sent)
    fields = _fields(questionnaire, language, sent)
    return {
        "questions": questions,
        "fields": fields,
        "suggestion": sent.fields.get("suggestion", ""),
        "faults": [
            {"anchor": one["code"], "name": one["name"]}
            for one in [*questions, *fields]
            if one["faulty"]
        ],
    }


def _questions(
    questionnaire: Questionnaire, language: Language, sent: Sent
) -> list[dict[str, Any]]:
    named: list[tuple[Text, Question]] = [
        (one.name, question) for one in questionnaire.elements for question in one.questions
    ]
    named += [(question.stem, question) for question in questionnaire.own_questions]
    return [
        {
            "code": question.code,
            "name": in_language(name, language),
            "stem": in_language(question.stem, language),
            "labels": [in_language(label, language) for label in question.labels],
            "chosen": sent.fields.get(ANSWER + question.code, ""),
            "faulty": question.code in sent.faulty,
        }
        for name, question in named
    ]


def _fields(questionnaire: Questionnaire, language: Language, sent: Sent) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "name": in_language(one.name, language),
            "options": []
            if one.kind is ProfileKind.AGE
            else [
                {"code": option.code, "name": in_language(option.name, language)}
                for option in one.options
            ],
            "chosen": sent.fields.get(PROFILE + one.code, ""),
            "faulty": one.code in sent.faulty,
        }
        for one in questionnaire.profile_fields
    ]


def _number(value: str) -> int | str:
    text = value.strip()[:LONGEST_VALUE]
    return int(text) if text.isascii() and text.isdigit() else text
