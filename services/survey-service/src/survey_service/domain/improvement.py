"""Publishing an index, and what the office does about the elements that came out lowest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from shared.errors import TransitionNotAllowed
from survey_service.domain.questionnaire import Element

# Source 002 names the two lowest elements as those that need special attention.
LOWEST_ELEMENTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedIndex:
    """An index as it was published; later answers do not change it."""

    id: UUID
    office_code: str
    period: str
    policy: str
    respondents: int
    ikm: Decimal
    grade: str
    nrr: Mapping[Element, Decimal]
    published_at: datetime


class ImprovementState(StrEnum):
    """Open until the office says what was done."""

    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """One low element: who sees to it, until when, and what was done."""

    id: UUID
    office_code: str
    period: str
    element: Element
    nrr: Decimal
    owner: str
    due_on: date
    action: str = ""
    state: ImprovementState = ImprovementState.OPEN
    version: int = 1

    def planned(self, *, owner: str, due_on: date, action: str) -> "Improvement":
        """Another owner, day or action; raises TransitionNotAllowed once it is done."""
        if self.state is ImprovementState.DONE:
            raise TransitionNotAllowed
        return replace(self, owner=owner, due_on=due_on, action=action, version=self.version + 1)

    def done(self) -> "Improvement":
        """The office did what it planned; raises TransitionNotAllowed a second time."""
        if self.state is ImprovementState.DONE:
            raise TransitionNotAllowed
        return replace(self, state=ImprovementState.DONE, version=self.version + 1)
