"""What follows a violation before any sanction: guidance, then the correction (Ps 10(1)-(5)).

The business corrects until the due day; what it did is accepted or refused by an official.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from shared.errors import InvalidRequest, TransitionNotAllowed


class FollowUpKind(StrEnum):
    """Recommendations of Ps 10(1): pembinaan, perbaikan."""

    GUIDANCE = "guidance"
    CORRECTION = "correction"


class GuidanceForm(StrEnum):
    """How a business is helped (Ps 10(3))."""

    EXPLANATION = "explanation"
    CONSULTATION = "consultation"
    TECHNICAL_GUIDANCE = "technical_guidance"
    FACILITATION = "facilitation"


class FollowUpStatus(StrEnum):
    """Where the correction stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"


NEXT: Mapping[FollowUpStatus, frozenset[FollowUpStatus]] = MappingProxyType(
    {
        FollowUpStatus.OPEN: frozenset({FollowUpStatus.SUBMITTED}),
        FollowUpStatus.SUBMITTED: frozenset({FollowUpStatus.ACCEPTED, FollowUpStatus.REFUSED}),
        FollowUpStatus.REFUSED: frozenset({FollowUpStatus.SUBMITTED}),
        FollowUpStatus.ACCEPTED: frozenset(),
    }
)


class GuidanceFormMissing(InvalidRequest):
    """Guidance says in which of the four forms it is given (Ps 10(3))."""

    message = "Guidance names its form."

    def __init__(self) -> None:
        super().__init__(pointers=(("/guidance_form", "required"),))


class DueDayPassed(InvalidRequest):
    """A correction is not due before it is asked for."""

    message = "The due day lies in the past."

    def __init__(self) -> None:
        super().__init__(pointers=(("/correction_due_on", "past"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the business says it repaired, with references to its evidence."""

    description: str
    evidence: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Guidance or a correction asked for one violation."""

    id: UUID
    office_code: str
    violation_id: UUID
    business_id: UUID
    nib: str
    kind: FollowUpKind
    notes: str
    correction_due_on: date
    created_by: str
    created_at: datetime
    guidance_form: GuidanceForm | None = None
    status: FollowUpStatus = FollowUpStatus.OPEN
    correction: Correction | None = None
    evaluation: str | None = None
    version: int = 0

    def __post_init__(self) -> None:
        if self.kind is FollowUpKind.GUIDANCE and self.guidance_form is None:
            raise GuidanceFormMissing

    def submit(self, correction: Correction) -> "FollowUp":
        """The business reports its repair, also after the due day (Ps 10(4))."""
        return replace(self._moved_to(FollowUpStatus.SUBMITTED), correction=correction)

    def accept(self, evaluation: str) -> "FollowUp":
        """The official finds the repair sufficient."""
        return replace(self._moved_to(FollowUpStatus.ACCEPTED), evaluation=evaluation)

    def refuse(self, evaluation: str) -> "FollowUp":
        """The official finds it insufficient; the business may try again."""
        return replace(self._moved_to(FollowUpStatus.REFUSED), evaluation=evaluation)

    def has_failed(self, *, today: date) -> bool:
        """Whether it makes a sanction possible (Ps 10(5)): refused, or overdue and silent."""
        is_silent = self.status is FollowUpStatus.OPEN and today > self.correction_due_on
        return is_silent or self.status is FollowUpStatus.REFUSED

    def _moved_to(self, status: FollowUpStatus) -> "FollowUp":
        if status not in NEXT[self.status]:
            raise TransitionNotAllowed
        return replace(self, status=status)


def check_due_day(due_on: date, *, today: date) -> None:
    """Raises DueDayPassed."""
    if due_on < today:
        raise DueDayPassed
