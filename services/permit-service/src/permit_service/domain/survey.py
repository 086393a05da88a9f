"""The survey gate: when the Head may sign (Perbup Malra 23/2021 Ps 7).

The gate is decided once, when the application is made, and kept on it with its reason. The facts
of the survey come from another service and may arrive in any order.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from permit_service.domain.office import Office
from permit_service.domain.service import Channel


class GateState(StrEnum):
    """Whether the survey is asked for: by the office, not at all, or not on this channel."""

    REQUIRED = "required"
    EXEMPT = "exempt"
    NONE = "none"


class SurveyState(StrEnum):
    """What an application shows of its survey."""

    NONE = "none"
    PENDING = "pending"
    OPEN = "open"
    COMPLETED = "completed"
    EXEMPT = "exempt"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The rule that holds for one application, and where it comes from."""

    state: GateState
    source: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFact:
    """What the survey service has told of one application."""

    application_id: UUID
    invitation_id: UUID | None = None
    opened_at: datetime | None = None
    expires_at: datetime | None = None
    completed_at: datetime | None = None

    @property
    def is_completed(self) -> bool:
        """Whether the answer is in."""
        return self.completed_at is not None


# The issuer of these channels is not the local Head, whom alone Ps 7(3) binds.
CHANNEL_EXEMPTION = Gate(
    state=GateState.EXEMPT,
    source="decision of the product: the issuer on this channel is not the local Head",
    verified=False,
)


def gate_for(channel: Channel, office: Office, *, on: date, exemption: str | None = None) -> Gate:
    """The gate of an application made on a day: exempt by channel, then as the office's setting
    says that holds by then, from which its catalogue may exempt a service. `exemption` is the
    source of that. In 81.02 it holds from 4 March 2021 (Ps 11)."""
    if channel.is_issued_elsewhere:
        return CHANNEL_EXEMPTION
    if not office.asks_for_survey(on):
        return Gate(state=GateState.NONE, source=office.survey_gate_source, verified=True)
    if exemption is not None:
        return Gate(state=GateState.EXEMPT, source=exemption, verified=False)
    return Gate(state=GateState.REQUIRED, source=office.survey_gate_source, verified=True)


def survey_state(gate: Gate, fact: SurveyFact, *, now: datetime) -> SurveyState:
    """What is known wins over what is asked for: an answer given freely counts as one."""
    if fact.is_completed:
        return SurveyState.COMPLETED
    if fact.opened_at is not None:
        is_over = fact.expires_at is not None and fact.expires_at <= now
        return SurveyState.EXPIRED if is_over else SurveyState.OPEN
    return {
        GateState.REQUIRED: SurveyState.PENDING,
        GateState.EXEMPT: SurveyState.EXEMPT,
        GateState.NONE: SurveyState.NONE,
    }[gate.state]
