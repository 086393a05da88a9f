"""Somebody asks an office to end and destroy what it keeps of them (UU 27/2022).

The office decides: erasure yields to what the law has it keep, and the person is told why.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.errors import Conflict, InvalidRequest, TransitionNotAllowed

MAX_APPLICATIONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRule:
    """How long an office has to decide, and where that stands."""

    period: timedelta
    effective_from: date
    source: str
    verified: bool


DECISION_RULE = DecisionRule(
    period=timedelta(hours=3 * 24),
    effective_from=date(2024, 10, 17),
    source=(
        "Decision of ours: UU 27/2022 gives 3 x 24 hours for a restriction; no period for a"
        " deletion is known to us"
    ),
    verified=False,
)


class DeletionRequestedAlready(Conflict):
    """The office has a request of this account that is not finished."""

    code = "deletion_requested_already"
    message = "A request for deletion is under way at this office."


class RequestChannel(StrEnum):
    """By the person signed in, or at the counter for somebody without account."""

    ACCOUNT = "account"
    COUNTER = "counter"


class RequestState(StrEnum):
    """How far it is."""

    RECEIVED = "received"
    GRANTED = "granted"
    REFUSED = "refused"
    CARRIED_OUT = "carried_out"


class RefusalGround(StrEnum):
    """What the law has the office keep it for."""

    ARCHIVE_DUTY = "archive_duty"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGAL_CLAIM = "legal_claim"
    IDENTITY_NOT_PROVEN = "identity_not_proven"
    OTHER = "other"


class PartOutcome(StrEnum):
    """What became of a part; of what is kept nobody can be told is another matter."""

    DESTROYED = "destroyed"
    KEPT = "kept"
    NOT_IDENTIFIED = "not_identified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a service holds of the person: how many, what became of it, and why it stays."""

    service: str
    part: str
    outcome: PartOutcome
    count: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """Whom to tell. Sealed at rest, and gone when everything was told."""

    name: str = field(repr=False)
    email: str | None = field(repr=False)
    language: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`statement` is what the person is told; a refusal names its ground."""

    is_granted: bool
    ground: RefusalGround | None
    statement: str = field(repr=False)

    def checked(self) -> "Decision":
        """Itself; raises InvalidRequest for a refusal without ground and words, or a grant with a
        ground."""
        missing = []
        if not self.is_granted:
            missing += [] if self.ground else [("/ground", "required")]
            missing += [] if self.statement.strip() else [("/statement", "required")]
        elif self.ground is not None:
            missing.append(("/ground", "not_allowed"))
        if missing:
            raise InvalidRequest(pointers=tuple(missing))
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionRequest:
    """An entry of the register. `words` are the person's own, `statement` the office's; both are
    sealed at rest. `told_at` is when nothing was left to tell, and the requester was forgotten."""

    id: UUID
    office_code: str
    channel: RequestChannel
    account_id: UUID | None
    applications: tuple[UUID, ...]
    requester: Requester
    words: str = field(repr=False)
    received_at: datetime
    received_by: str
    due_at: datetime
    state: RequestState = RequestState.RECEIVED
    ground: RefusalGround | None = None
    statement: str = field(default="", repr=False)
    decided_by: str | None = None
    decided_at: datetime | None = None
    parts: tuple[Part, ...] = ()
    carried_out_at: datetime | None = None
    told_at: datetime | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether something is left to do but to tell."""
        return self.state in {RequestState.RECEIVED, RequestState.GRANTED}

    @property
    def ended_at(self) -> datetime | None:
        """When it was refused or carried out."""
        return self.decided_at if self.state is RequestState.REFUSED else self.carried_out_at

    def is_overdue(self, now: datetime) -> bool:
        """Whether the time for the decision passed before it was taken."""
        return (self.decided_at or now) > self.due_at

    def decided(self, decision: Decision, *, by: str, at: datetime) -> "DeletionRequest":
        """Once; raises TransitionNotAllowed."""
        if self.state is not RequestState.RECEIVED:
            raise TransitionNotAllowed
        state = RequestState.GRANTED if decision.is_granted else RequestState.REFUSED
        return replace(
            self,
            state=state,
            ground=decision.ground,
            statement=decision.statement,
            decided_by=by,
            decided_at=at,
        )

    def carried_out(self, parts: tuple[Part, ...], *, at: datetime) -> "DeletionRequest":
        """Every service has answered; raises TransitionNotAllowed when it was done meanwhile."""
        if self.state is not RequestState.GRANTED:
            raise TransitionNotAllowed
        return replace(self, state=RequestState.CARRIED_OUT, parts=parts, carried_out_at=at)

    def told(self, *, at: datetime) -> "DeletionRequest":
        """The requester is forgotten; of a request that was carried out, the words too."""
        is_done = self.state is RequestState.CARRIED_OUT
        return replace(
            self,
            requester=Requester(name="", email=None, language=self.requester.language),
            words="" if is_done else self.words,
            told_at=at,
        )


def due_at(received_at: datetime) -> datetime:
    """The last moment for the decision: hours of the clock, not working days."""
    return received_at + DECISION_RULE.period
