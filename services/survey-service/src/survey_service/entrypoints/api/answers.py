"""What clients are answered with, as API.md promises it: the description of `shapes.py`."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from shared.http import Answer
from shared.http.imports import ImportAnswer, ImportResult
from survey_service.domain.improvement import ImprovementState
from survey_service.domain.questionnaire import Element
from survey_service.domain.response import CollectionMode

Both = dict[Literal["id", "en"], str]
Grade = Literal["A", "B", "C", "D"]


class QuestionAnswer(Answer):
    """A question with its four labels."""

    code: str
    stem: Both
    labels: dict[str, Both]


class ElementAnswer(Answer):
    """An element and its questions."""

    code: Element
    name: Both
    questions: list[QuestionAnswer]


class OptionAnswer(Answer):
    """One of a profile field's values."""

    code: str
    name: Both


class ProfileFieldAnswer(Answer):
    """What is asked about the respondent, if they will."""

    code: str
    name: Both
    kind: str
    options: list[OptionAnswer]


class RuleAnswer(Answer):
    """How sub-elements make an element."""

    name: str
    verified: bool


class QuestionnaireAnswer(Answer):
    """A version of the questionnaire."""

    id: str
    effective_from: date
    source: str
    verified: bool
    sub_element_rule: RuleAnswer
    elements: list[ElementAnswer]
    own_questions: list[QuestionAnswer]
    profile_fields: list[ProfileFieldAnswer]


class QuestionnairesPage(Answer):
    """The office's versions of the questionnaire."""

    items: list[QuestionnaireAnswer]
    next_cursor: str | None


class FormAnswer(Answer):
    """An open invitation."""

    state: Literal["open"]
    office_code: str
    office_name: str
    service_code: str
    expires_at: datetime | None
    questionnaire: QuestionnaireAnswer


class TakenAnswer(Answer):
    """That the answer was taken. It names no answer."""

    state: Literal["completed"]
    completed_at: datetime
    collection_mode: CollectionMode


class ResponseLine(Answer):
    """One answer: no profile and no words, and nothing that leads to an application."""

    id: UUID
    answered_on: date
    collection_mode: CollectionMode
    service_code: str | None
    questionnaire: str
    answers: dict[str, int]
    row: int | None


class ResponsesPage(Answer):
    """A page of the table of answers."""

    items: list[ResponseLine]
    next_cursor: str | None


class ResponseImportResult(ImportResult):
    """What became of a sheet; `column_map` is the one that was used."""

    column_map: dict[str, str]
    dry_run: bool
    imported_before: bool
    ignored_columns: int


class OperationAnswer(ImportAnswer):
    """How an import ended."""

    result: ResponseImportResult


class SubElementScore(Answer):
    """The mean of a sub-element."""

    code: str
    nrr: float | None


class ScoreAnswer(Answer):
    """An element's sum and means."""

    code: Element
    sum: int | float
    nrr: float | None
    nrr_weighted: float | None
    sub_elements: list[SubElementScore]


class FiguresAnswer(Answer):
    """An index under a policy; nobody answered: `ikm` and `grade` are null."""

    policy: str
    respondents: int
    elements: list[ScoreAnswer]
    ni: float | None
    ikm: float | None
    grade: Grade | None
    label: str | None
    lowest: Element | None
    highest: Element | None
    ranking: list[Element]
    ties: list[list[Element]]


class SampleAnswer(Answer):
    """How many answers would stand for how many licences."""

    population: int | None
    definition: str | None
    required: int | None
    achieved: int


class QualityAnswer(Answer):
    """Patterns that a reader should know of."""

    uniform: int
    all_highest: int
    longest_run: int


class ImprovementAnswer(Answer):
    """Who sees to an element, until when."""

    id: UUID
    office_code: str
    period: str
    element: Element
    nrr: float
    owner: str
    due_on: date
    action: str
    state: ImprovementState
    version: int


class FollowedAnswer(ImprovementAnswer):
    """What was promised after the period before, and what became of it."""

    nrr_now: float | None
    change: float | None


class ImprovementsPage(Answer):
    """What an office promised to improve."""

    items: list[ImprovementAnswer]
    next_cursor: str | None


class IndexAnswer(FiguresAnswer):
    """The satisfaction index of an office and a period."""

    office_code: str
    period: str
    sample: SampleAnswer
    quality: QualityAnswer
    questionnaires: list[str]
    published_at: datetime | None
    improvements: list[FollowedAnswer]
    source: str


class GroupAnswer(Answer):
    """A group of respondents; of one smaller than five, only that it is hidden."""

    code: str | None
    name: str | None
    suppressed: bool
    policy: str | None = None
    respondents: int | None = None
    elements: list[ScoreAnswer] | None = None
    ni: float | None = None
    ikm: float | None = None
    grade: Grade | None = None
    label: str | None = None
    lowest: Element | None = None
    highest: Element | None = None
    ranking: list[Element] | None = None
    ties: list[list[Element]] | None = None


class BreakdownAnswer(Answer):
    """The index by group."""

    office_code: str
    period: str
    by: str
    groups: list[GroupAnswer]


class PoliciesAnswer(Answer):
    """The same answers under every policy."""

    office_code: str
    period: str
    ikm: dict[str, float | None]


class PublishedElement(Answer):
    """An element's mean as published."""

    code: Element
    nrr: float | None


class PublicationAnswer(Answer):
    """What was published, and what is done about it."""

    id: UUID
    office_code: str
    period: str
    policy: str
    respondents: int
    ikm: float
    grade: Grade
    elements: list[PublishedElement]
    published_at: datetime
    improvements: list[ImprovementAnswer]


class PopulationAnswer(Answer):
    """What the office counted itself."""

    office_code: str
    period: str
    count: int
    definition: str
