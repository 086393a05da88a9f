"""Which column of a sheet holds which element. Forms differ in U8 and U9, so the map is named
with every import and never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey_service.domain.errors import ColumnMapNotValid
from survey_service.domain.questionnaire import Element, Questionnaire

ANSWERED_ON = "answered_on"
SERVICE_CODE = "service_code"
SUGGESTION = "suggestion"
MOST_ENTRIES = 100

# Source 002: U8 asks for facilities, U9 for complaints.
SOURCE_002: Mapping[str, str] = {
    f"U{place}": element.value for place, element in enumerate(Element, start=1)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """From a column's title to what it holds."""

    targets: Mapping[str, str]
    scored: frozenset[str]

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a sheet cannot be read."""
        return tuple(title for title, target in self.targets.items() if target in self.scored)


def column_map(given: Mapping[str, str], questionnaire: Questionnaire) -> ColumnMap:
    """The default map with what was given in its place. It may be written either way round
    (`{"U8": "PENGADUAN"}` or `{"PENGADUAN": "U8"}`); raises ColumnMapNotValid when two columns
    hold one element or an element has no column."""
    scored = frozenset(questionnaire.scored_codes)
    others = {ANSWERED_ON, SERVICE_CODE, SUGGESTION}
    others.update(field.code for field in questionnaire.profile_fields)
    others.update(question.code for question in questionnaire.own_questions)
    turned = _from_title_to_target(given, scored | others)
    targets = {title: target for title, target in SOURCE_002.items() if target in scored} | {
        name: name for name in sorted(others)
    }
    replaced = set(turned.values())
    targets = {title: target for title, target in targets.items() if target not in replaced}
    targets = {title: target for title, target in targets.items() if title not in turned} | turned
    if sorted(target for target in targets.values() if target in scored) != sorted(scored):
        raise ColumnMapNotValid(pointers=(("/column_map", "elements"),))
    return ColumnMap(targets=targets, scored=scored)


def _from_title_to_target(
    given: Mapping[str, str], known: set[str] | frozenset[str]
) -> dict[str, str]:
    if len(given) > MOST_ENTRIES:
        raise ColumnMapNotValid(pointers=(("/column_map", "too_long"),))
    turned = {
        (key if value in known else value).strip(): (value if value in known else key)
        for key, value in given.items()
    }
    if len(turned) != len(given) or len(set(turned.values())) != len(given):
        raise ColumnMapNotValid(pointers=(("/column_map", "repeated"),))
    if any(not title or not title.isprintable() for title in turned):
        raise ColumnMapNotValid(pointers=(("/column_map", "title"),))
    if not known.issuperset(turned.values()):
        raise ColumnMapNotValid(pointers=(("/column_map", "unknown_element"),))
    return turned
