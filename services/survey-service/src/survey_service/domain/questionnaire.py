"""A questionnaire version: nine elements by semantic code, never by position.

Offices print the elements in different orders (U8 and U9 are swapped in some), so that a code
such as SARANA is the only name an element has. A version that was used once is never edited.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from survey_service.domain.errors import AnswersNotValid, QuestionnaireNotValid

LOWEST_ANSWER = 1
HIGHEST_ANSWER = 4
SCALE = range(LOWEST_ANSWER, HIGHEST_ANSWER + 1)
OLDEST_AGE = 120
LONGEST_SUGGESTION = 2000


class Element(StrEnum):
    """The nine elements of PermenPANRB 14/2017, in the order of source 002."""

    PERSYARATAN = "PERSYARATAN"
    PROSEDUR = "PROSEDUR"
    WAKTU = "WAKTU"
    BIAYA = "BIAYA"
    PRODUK = "PRODUK"
    KOMPETENSI = "KOMPETENSI"
    PERILAKU = "PERILAKU"
    SARANA = "SARANA"
    PENGADUAN = "PENGADUAN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a citizen reads: Indonesian first, English beside it."""

    id: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with a label for each of 1..4."""

    code: str
    stem: Text
    labels: tuple[Text, Text, Text, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementQuestions:
    """An element and what asks for it: one question, or several sub-elements.

    Sub-elements combine by their mean. The source prints such a row without saying how it is
    made, so the rule is ours and stands as `verified=False` on the questionnaire.
    """

    element: Element
    name: Text
    questions: tuple[Question, ...]


class ProfileKind(StrEnum):
    """What a profile field takes."""

    CHOICE = "choice"
    AGE = "age"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileOption:
    """One value of a choice, or an age band that ends before `below`."""

    code: str
    name: Text
    below: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileField:
    """A fact about the respondent, always optional, shown only in groups of five and more."""

    code: str
    name: Text
    kind: ProfileKind
    options: tuple[ProfileOption, ...]

    def is_valid(self, value: object) -> bool:
        """Whether the value may be given: an option's code, or an age in whole years."""
        if self.kind is ProfileKind.AGE:
            return type(value) is int and 0 < value <= OLDEST_AGE
        return isinstance(value, str) and any(value == option.code for option in self.options)

    def group_of(self, value: object) -> str:
        """The option under which a valid value is counted."""
        if self.kind is ProfileKind.CHOICE:
            return str(value)
        age = int(str(value))
        return next(
            option.code for option in self.options if option.below is None or age < option.below
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """`own_questions` are the office's: asked, kept, and no part of the index."""

    id: str
    effective_from: date
    source: str
    verified: bool
    elements: tuple[ElementQuestions, ...]
    profile_fields: tuple[ProfileField, ...] = ()
    own_questions: tuple[Question, ...] = ()
    sub_element_rule: str = "mean"
    sub_element_rule_verified: bool = False

    def __post_init__(self) -> None:
        elements = [one.element for one in self.elements]
        codes = [*self.scored_codes, *(one.code for one in self.own_questions)]
        fields = [field.code for field in self.profile_fields]
        if (
            sorted(elements) != sorted(Element)
            or any(not one.questions for one in self.elements)
            or len(set(codes)) != len(codes)
            or len(set(fields)) != len(fields)
        ):
            raise QuestionnaireNotValid(pointers=(("/elements", "elements"),))

    @property
    def scored_codes(self) -> tuple[str, ...]:
        """The codes of the questions that make the index."""
        return tuple(question.code for one in self.elements for question in one.questions)

    def codes_of(self, element: Element) -> tuple[str, ...]:
        """The questions that ask for an element."""
        return next(
            tuple(question.code for question in one.questions)
            for one in self.elements
            if one.element is element
        )

    def element_total(self, element: Element, sums: Mapping[str, int]) -> Fraction:
        """The sum of an element over all answers; sub-elements by their mean, exactly."""
        codes = self.codes_of(element)
        return Fraction(sum(sums[code] for code in codes), len(codes))

    def groups_of(self, profile: Mapping[str, object]) -> dict[str, str]:
        """The groups of a valid profile. Only these are kept: an age band, not the age."""
        return {
            field.code: field.group_of(profile[field.code])
            for field in self.profile_fields
            if field.code in profile
        }

    def check(self, answers: Mapping[str, object], profile: Mapping[str, object]) -> None:
        """Raises AnswersNotValid with a pointer and a code for each thing that is wrong."""
        faults = [*self._answer_faults(answers), *self._profile_faults(profile)]
        if faults:
            raise AnswersNotValid(pointers=tuple(faults))

    def _answer_faults(self, answers: Mapping[str, object]) -> list[tuple[str, str]]:
        own = {question.code for question in self.own_questions}
        known = own.union(self.scored_codes)
        faults = [
            (f"/answers/{code}", "missing") for code in self.scored_codes if code not in answers
        ]
        # A name that is not ours is not repeated: the pointer ends at the object that held it.
        faults += [("/answers", "unknown_element") for code in answers if code not in known]
        return faults + [
            (f"/answers/{code}", "not_in_scale")
            for code, value in answers.items()
            if code in known and (type(value) is not int or value not in SCALE)
        ]

    def _profile_faults(self, profile: Mapping[str, object]) -> list[tuple[str, str]]:
        fields = {field.code: field for field in self.profile_fields}
        faults = [("/profile", "unknown_field") for code in profile if code not in fields]
        return faults + [
            (f"/profile/{code}", "not_valid")
            for code, value in profile.items()
            if code in fields and not fields[code].is_valid(value)
        ]
