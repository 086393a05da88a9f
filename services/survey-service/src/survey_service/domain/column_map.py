"""Which column of a sheet holds which element. Forms differ in U8 and U9, so the map is named
with every import and never guessed."""

from collections.abc import Mapping

from shared.imports.columns import ColumnMapNotValid, Columns, given_columns
from survey_service.domain.questionnaire import Element, Questionnaire

ANSWERED_ON = "answered_on"
SERVICE_CODE = "service_code"
SUGGESTION = "suggestion"

# Source 002: U8 asks for facilities, U9 for complaints.
SOURCE_002 = {element.value: f"U{place}" for place, element in enumerate(Element, start=1)}


def column_map(given: Mapping[str, str], questionnaire: Questionnaire) -> Columns:
    """The default map with what was given in its place; raises ColumnMapNotValid when two columns
    hold one element or an element has no column."""
    scored = tuple(questionnaire.scored_codes)
    others = {ANSWERED_ON, SERVICE_CODE, SUGGESTION}
    others.update(field.code for field in questionnaire.profile_fields)
    others.update(question.code for question in questionnaire.own_questions)
    mapped = given_columns(given, (*scored, *others))
    taken = {title.casefold() for title in mapped.values()}
    usual = SOURCE_002 | {name: name for name in sorted(others)}
    titles = {
        field: title
        for field, title in usual.items()
        if title.casefold() not in taken and (field in scored or field in others)
    } | mapped
    if not titles.keys() >= set(scored):
        raise ColumnMapNotValid(pointers=(("/column_map", "elements"),))
    return Columns(names={field: (title,) for field, title in titles.items()}, required=scored)
