"""What is known of one application's survey, as facts that may arrive in any order.

The state is derived from the facts and never stored. The Head signs only after the survey is in
(Perbup Malra 23/2021 Ps 7(3)); whether it is in is all that this holds, never what was answered.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from survey_service.domain.errors import AlreadyAnswered, InvitationExpired, SurveyNotOpen
from survey_service.domain.response import CollectionMode


class Gate(StrEnum):
    """Whether the licence waits for the survey."""

    REQUIRED = "required"
    EXEMPT = "exempt"


class SurveyState(StrEnum):
    """`closed`: the application was withdrawn or rejected."""

    PENDING = "pending"
    OPEN = "open"
    COMPLETED = "completed"
    EXPIRED = "expired"
    CLOSED = "closed"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSurvey:
    """The facts about one application's survey."""

    application_id: UUID
    office_code: str
    service_code: str
    gate: Gate | None = None
    invitation_id: UUID | None = None
    opened_at: datetime | None = None
    expires_at: datetime | None = None
    completed_at: datetime | None = None
    completed_by: CollectionMode | None = None
    closed_at: datetime | None = None

    def state(self, now: datetime) -> SurveyState:
        """Where the survey stands at a moment."""
        if self.completed_at is not None:
            return SurveyState.COMPLETED
        if self.closed_at is not None:
            return SurveyState.CLOSED
        if self.gate is Gate.EXEMPT:
            return SurveyState.EXEMPT
        if self.expires_at is None:
            return SurveyState.PENDING
        return SurveyState.OPEN if now < self.expires_at else SurveyState.EXPIRED

    def needs_invitation(self, gate: Gate, now: datetime) -> bool:
        """Whether a validation opens an invitation: not when the survey is answered early, not
        for an exempt application or one that has ended, and not while one is open."""
        state = replace(self, gate=gate).state(now)
        return state in {SurveyState.PENDING, SurveyState.EXPIRED}

    def opened(
        self, *, invitation_id: UUID, at: datetime, expires_at: datetime
    ) -> "ApplicationSurvey":
        """The invitation is open; one that had expired is open again, under its first id."""
        return replace(
            self,
            gate=Gate.REQUIRED,
            invitation_id=self.invitation_id or invitation_id,
            opened_at=at,
            expires_at=expires_at,
        )

    def exempted(self) -> "ApplicationSurvey":
        """The licence does not wait for the survey; an answer is still welcome."""
        return replace(self, gate=Gate.EXEMPT)

    def closed(self, at: datetime) -> "ApplicationSurvey":
        """The application has ended: nothing is asked any more."""
        return self if self.closed_at is not None else replace(self, closed_at=at)

    def completed(self, *, by: CollectionMode, at: datetime) -> "ApplicationSurvey":
        """The survey is in. Raises AlreadyAnswered a second time, InvitationExpired after the
        application has ended."""
        self.must_be_unanswered()
        if self.closed_at is not None:
            raise InvitationExpired
        return replace(self, completed_at=at, completed_by=by)

    def must_be_unanswered(self) -> None:
        """Raises AlreadyAnswered when the survey is in."""
        if self.completed_at is not None:
            raise AlreadyAnswered

    def must_be_answerable(self, now: datetime) -> None:
        """Whether the applicant may answer without help; raises the reason why not."""
        self.must_be_unanswered()
        state = self.state(now)
        if state is SurveyState.PENDING:
            raise SurveyNotOpen
        if state not in {SurveyState.OPEN, SurveyState.EXEMPT}:
            raise InvitationExpired
