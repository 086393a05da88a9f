"""A sanction climbs the ladder under one id: proposed, imposed, answered or escalated, lifted.

Whoever proposed it never imposes it, and a revocation is never lifted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from inspection_service.domain.errors import AnswerTimeRunning, SamePerson
from inspection_service.domain.rules import Level, Step
from shared.errors import TransitionNotAllowed


class SanctionStatus(StrEnum):
    """Where a sanction stands; the step it has reached is a fact beside it."""

    PROPOSED = "proposed"
    IMPOSED = "imposed"
    ANSWERED = "answered"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can be done with a sanction."""

    IMPOSE = "impose"
    WITHDRAW = "withdraw"
    RESPOND = "respond"
    OBJECT = "object"
    ESCALATE = "escalate"
    LIFT = "lift"


LAWFUL: Mapping[SanctionStatus, frozenset[Move]] = MappingProxyType(
    {
        SanctionStatus.PROPOSED: frozenset({Move.IMPOSE, Move.WITHDRAW}),
        SanctionStatus.IMPOSED: frozenset({Move.RESPOND, Move.OBJECT, Move.ESCALATE, Move.LIFT}),
        SanctionStatus.ANSWERED: frozenset({Move.OBJECT, Move.ESCALATE, Move.LIFT}),
        SanctionStatus.LIFTED: frozenset(),
        SanctionStatus.WITHDRAWN: frozenset(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step that was imposed, with the day until which the business may answer."""

    step: Step
    imposed_by: str
    imposed_at: datetime
    legal_basis: str
    answer_due_on: date | None = None
    calendar_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody said to the sanction: an answer, an objection, the ground of a move."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """What a business has to bear for one violation."""

    id: UUID
    office_code: str
    number: str
    violation_id: UUID
    business_id: UUID
    nib: str
    level: Level
    step: Step
    licence_ids: tuple[UUID, ...]
    entry_reason: str
    ruleset_version: str
    proposed_by: str
    proposed_at: datetime
    status: SanctionStatus = SanctionStatus.PROPOSED
    rungs: tuple[Rung, ...] = ()
    response: Statement | None = None
    objection: Statement | None = None
    escalations: tuple[Statement, ...] = ()
    lifting: Statement | None = None
    version: int = 0

    @property
    def answer_due_on(self) -> date | None:
        """The last day to answer the present rung."""
        return self.rungs[-1].answer_due_on if self.rungs else None

    @property
    def is_open(self) -> bool:
        """Whether it is proposed or in force."""
        return self.status not in {SanctionStatus.LIFTED, SanctionStatus.WITHDRAWN}

    @property
    def moves(self) -> frozenset[Move]:
        """What may be done next: a second objection and the lifting of a revocation may not."""
        lawful = LAWFUL[self.status]
        if self.objection is not None:
            lawful -= {Move.OBJECT}
        if self.status is not SanctionStatus.PROPOSED and self.step.is_revocation:
            lawful -= {Move.LIFT, Move.ESCALATE, Move.RESPOND}
        return lawful

    def impose(self, rung: Rung, *, found_by: str | None) -> "Sanction":
        """The Head imposes what somebody else proposed and found (Ps 21(2)c)."""
        self._require(Move.IMPOSE)
        if rung.imposed_by in {self.proposed_by, found_by}:
            raise SamePerson
        return self._on(rung)

    def impose_at_once(self, rung: Rung, *, found_by: str | None) -> "Sanction":
        """The Head imposes without a proposal; the violation was found by somebody else."""
        self._require(Move.IMPOSE)
        if rung.imposed_by == found_by:
            raise SamePerson
        return self._on(rung)

    def withdraw(self) -> "Sanction":
        """The proposal is taken back or turned down."""
        self._require(Move.WITHDRAW)
        return replace(self, status=SanctionStatus.WITHDRAWN)

    def respond(self, statement: Statement) -> "Sanction":
        """The business answers; the answer is then evaluated by lifting or escalation."""
        self._require(Move.RESPOND)
        return replace(self, status=SanctionStatus.ANSWERED, response=statement)

    def object(self, statement: Statement) -> "Sanction":
        """The business objects, once; the sanction stays in force meanwhile."""
        self._require(Move.OBJECT)
        return replace(self, objection=statement)

    def escalate(
        self, rung: Rung, *, ground: Statement, licence_ids: tuple[UUID, ...], today: date
    ) -> "Sanction":
        """The next rung, when the answer did not come in time or did not convince.

        Raises AnswerTimeRunning while the business may still answer.
        """
        self._require(Move.ESCALATE)
        unanswered = self.status is SanctionStatus.IMPOSED
        if unanswered and self.answer_due_on is not None and today <= self.answer_due_on:
            raise AnswerTimeRunning(rule="answer_time", article=self.rungs[-1].legal_basis)
        climbed = replace(
            self,
            escalations=(*self.escalations, ground),
            licence_ids=licence_ids,
            response=None,
        )
        return climbed._on(rung)

    def lift(self, statement: Statement) -> "Sanction":
        """Ends the sanction; what it suspended is reinstated."""
        self._require(Move.LIFT)
        return replace(self, status=SanctionStatus.LIFTED, lifting=statement)

    def _on(self, rung: Rung) -> "Sanction":
        return replace(
            self, status=SanctionStatus.IMPOSED, step=rung.step, rungs=(*self.rungs, rung)
        )

    def _require(self, move: Move) -> None:
        if move not in self.moves:
            raise TransitionNotAllowed
