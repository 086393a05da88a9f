"""What a technical agency advises on an application (Perbup Malra 23/2021 Ps 2(3)b)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

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
    """One agency's part; its conditions are carried onto the licence."""

    agency: str
    state: RecommendationState
    asked_at: datetime
    given_at: datetime | None = None
    given_by: str | None = None
    conditions: tuple[str, ...] = ()
    notes: str = ""

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
    before: tuple[Recommendation, ...], agencies: tuple[str, ...], *, at: datetime
) -> tuple[Recommendation, ...]:
    """What a verification leaves: approvals stand, every other agency is asked."""
    approved = {one.agency: one for one in before if one.state is RecommendationState.APPROVED}
    return tuple(
        approved.get(agency)
        or Recommendation(agency=agency, state=RecommendationState.ASKED, asked_at=at)
        for agency in agencies
    )
