"""A questionnaire as JSON: the standard one that is shipped, and the offices' own."""

from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import TypeAdapter

from survey_service.domain.questionnaire import Questionnaire

_DOCUMENT: TypeAdapter[Questionnaire] = TypeAdapter(Questionnaire)


@cache
def standard_questionnaire() -> Questionnaire:
    """The nine elements of PermenPANRB 14/2017, as every office has them from the beginning."""
    text = files("survey_service.adapters").joinpath("standard_questionnaire.json").read_text()
    return _DOCUMENT.validate_json(text)


def from_document(document: Any) -> Questionnaire:
    """The questionnaire that `to_document` wrote."""
    return _DOCUMENT.validate_python(document)


def to_document(questionnaire: Questionnaire) -> Any:
    """Plain JSON values."""
    return _DOCUMENT.dump_python(questionnaire, mode="json")
