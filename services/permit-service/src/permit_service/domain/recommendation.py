"""What a technical agency advises on an application (Perbup Malra 23/2021 Ps 2(3)b)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from permit_service.domain.recommendation_rule import OnSilence, RecommendationRule, Terms
from shared.calendar.rulers import Standard
from shared.errors import TransitionNotAllowed


class RecommendationState(StrEnum):
    """Asked, then answered one way or the other."""

    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"


class Advice(StrEnum):
    """The agency's answer."""

    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One agency's part; its conditions are carried onto the licence. It keeps the SOP and the time
    that the agency was asked under."""

    agency: str
    state: RecommendationState
    asked_at: datetime
    given_at: datetime | None = None
    given_by: str | None = None
    conditions: tuple[str, ...] = ()
    notes: str = ""
    due_on: date | None = None
    remind_on: date | None = None
    reminded_at: datetime | None = None
    service_time: Standard | None = None
    sop_version: str | None = None
    sop_number: str | None = None

    def is_silent(self, rule: RecommendationRule, *, today: date) -> bool:
        """Whether the agency's time has passed without an answer and the office goes on."""
        is_late = self.due_on is not None and self.due_on < today
        is_open = self.state is RecommendationState.ASKED
        return is_open and is_late and rule.on_silence is OnSilence.PROCEED

    def answered(
        self, advice: Advice, *, by: str, at: datetime, conditions: tuple[str, ...], notes: str
    ) -> "Recommendation":
        """The answer is given once; raises TransitionNotAllowed for a second one."""
        if self.state is not RecommendationState.ASKED:
            raise TransitionNotAllowed
        state = {
            Advice.APPROVE: RecommendationState.APPROVED,
            Advice.REJECT: RecommendationState.REJECTED,
        }[advice]
        return replace(
            self, state=state, given_at=at, given_by=by, conditions=conditions, notes=notes
        )


def asked_again(
    before: tuple[Recommendation, ...], agencies: Mapping[str, Terms], *, at: datetime
) -> tuple[Recommendation, ...]:
    """What a verification leaves: approvals stand, every other agency is asked."""
    approved = {one.agency: one for one in before if one.state is RecommendationState.APPROVED}
    return tuple(
        approved.get(agency)
        or Recommendation(
            agency=agency,
            state=RecommendationState.ASKED,
            asked_at=at,
            due_on=terms.due_on,
            remind_on=terms.remind_on,
            service_time=terms.service_time,
            sop_version=terms.sop_version,
            sop_number=terms.sop_number,
        )
        for agency, terms in agencies.items()
    )
