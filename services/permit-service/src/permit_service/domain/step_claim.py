"""Who holds a step of an application: one officer at a time, for a while.

A claim is a part of an application, not a status. It ends when the step is taken, when it is given
back, when a superior gives it to somebody else, or by itself when its time is over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from permit_service.domain.application import Application
from permit_service.domain.errors import HeldByAnother, NotHeld
from permit_service.domain.recommendation import RecommendationState
from permit_service.domain.steps import Status
from shared.errors import Forbidden, InvalidRequest, TransitionNotAllowed
from shared.identity import Caller, Role


class OfficerStep(StrEnum):
    """The steps that somebody of an office or an agency takes (Ps 6(1)b to f, Ps 2(3)b)."""

    VERIFICATION = "verification"
    RECOMMENDATION = "recommendations"
    VALIDATION = "validation"
    SIGNATURE = "signature"
    DELIVERY = "delivery"


WORKERS: Mapping[OfficerStep, tuple[Role, ...]] = MappingProxyType(
    {
        OfficerStep.VERIFICATION: (Role.FRONT_OFFICE,),
        OfficerStep.RECOMMENDATION: (Role.AGENCY_OFFICER,),
        OfficerStep.VALIDATION: (Role.BACK_OFFICE, Role.LICENSING_OFFICIAL),
        OfficerStep.SIGNATURE: (Role.HEAD,),
        OfficerStep.DELIVERY: (Role.BACK_OFFICE,),
    }
)
# Who may take a step over from somebody who holds it.
SUPERIORS = (Role.LICENSING_OFFICIAL, Role.HEAD)

_BY_STATUS: Mapping[Status, OfficerStep] = MappingProxyType(
    {
        Status.SUBMITTED: OfficerStep.VERIFICATION,
        Status.VERIFIED: OfficerStep.VALIDATION,
        Status.VALIDATED: OfficerStep.SIGNATURE,
        Status.SIGNED: OfficerStep.DELIVERY,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A step, and for a recommendation the agency whose it is."""

    step: OfficerStep
    agency: str = ""

    @property
    def name(self) -> str:
        """As the last segments of its path: `validation`, `recommendations/bapenda`."""
        return f"{self.step}/{self.agency}" if self.agency else self.step.value

    def may_be_worked_by(self, roles: Iterable[Role], agency: str | None) -> bool:
        """Whether somebody with these roles may take the step."""
        if not set(roles) & set(WORKERS[self.step]):
            return False
        return self.step is not OfficerStep.RECOMMENDATION or self.agency == agency


def task_named(name: str) -> Task:
    """Raises InvalidRequest for a word that names no step."""
    step, _, agency = name.partition("/")
    try:
        task = Task(step=OfficerStep(step), agency=agency)
    except ValueError:
        raise InvalidRequest(pointers=(("/step", "unknown"),)) from None
    if (task.step is OfficerStep.RECOMMENDATION) != bool(agency):
        raise InvalidRequest(pointers=(("/step", "unknown"),))
    return task


def asked_of(agency: str) -> Task:
    """The recommendation of an agency, as a task."""
    return Task(step=OfficerStep.RECOMMENDATION, agency=agency)


def tasks_at(status: Status, *, asked: Iterable[str] = ()) -> tuple[Task, ...]:
    """The tasks that are due in a status, where these agencies have not answered."""
    step = _BY_STATUS.get(status)
    if step is None:
        return ()
    agencies = asked if status is Status.VERIFIED else ()
    return (*(asked_of(one) for one in agencies), Task(step=step))


def open_tasks(application: Application) -> tuple[Task, ...]:
    """What officers may do with it now, or hold for themselves."""
    if application.status is Status.VALIDATED and application.channel.is_issued_elsewhere:
        return ()
    asked = [
        one.agency for one in application.recommendations if one.state is RecommendationState.ASKED
    ]
    return tasks_at(application.status, asked=asked)


class Ending(StrEnum):
    """How a claim ended."""

    DONE = "done"
    RELEASED = "released"
    TAKEN_OVER = "taken_over"
    REASSIGNED = "reassigned"
    EXPIRED = "expired"
    ACCOUNT_CLOSED = "account_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepClaim:
    """`holder` is an account's id; the name is the one by which staff know each other."""

    id: UUID
    application_id: UUID
    office_code: str
    task: Task
    holder: str
    holder_name: str
    claimed_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    ending: Ending | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether it keeps others away."""
        return self.ended_at is None and now < self.expires_at

    def ended(self, ending: Ending, *, by: str, at: datetime) -> "StepClaim":
        """It keeps nobody away any more."""
        return replace(self, ended_at=at, ended_by=by, ending=ending)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTerm:
    """How long a claim lasts. No regulation says so: a setting of ours, dated like a rule."""

    effective_from: date
    hours: int
    source: str
    verified: bool = False


CLAIM_TERMS = (ClaimTerm(effective_from=date(2021, 3, 4), hours=24, source="SatuPintu, ADR 0021"),)


def claim_lifetime(on: date) -> timedelta:
    """By the term in force on a day; before the first one, by the first."""
    known = [one for one in CLAIM_TERMS if one.effective_from <= on]
    return timedelta(hours=(known[-1] if known else CLAIM_TERMS[0]).hours)


def held(claims: Iterable[StepClaim], task: Task) -> StepClaim | None:
    """The claim on a task that has not ended, live or not."""
    return next((one for one in claims if one.task == task and one.ended_at is None), None)


def require_free(claims: Iterable[StepClaim], task: Task, caller: Caller, *, now: datetime) -> None:
    """Raises HeldByAnother while somebody else holds the step. Who acts on a free one has it."""
    claim = held(claims, task)
    if claim is not None and claim.holder != caller.actor and claim.is_live(now):
        raise HeldByAnother


def require_open(application: Application, task: Task) -> None:
    """Raises TransitionNotAllowed for a step that is not due."""
    if task not in open_tasks(application):
        raise TransitionNotAllowed


def replaced_by(
    claims: Iterable[StepClaim], task: Task, caller: Caller, *, now: datetime, takes_over: bool
) -> StepClaim | None:
    """The claim that a new one of this caller ends; raises HeldByAnother, Forbidden for a
    takeover by who is nobody's superior."""
    claim = held(claims, task)
    if claim is None:
        return None
    if claim.holder == caller.actor:
        return claim.ended(Ending.RELEASED, by=caller.actor, at=now)
    if not claim.is_live(now):
        return claim.ended(Ending.EXPIRED, by=caller.actor, at=now)
    if not takes_over:
        raise HeldByAnother
    if not caller.has(*SUPERIORS):
        raise Forbidden
    return claim.ended(Ending.TAKEN_OVER, by=caller.actor, at=now)


def released(
    claims: Iterable[StepClaim], task: Task, caller: Caller, *, now: datetime
) -> StepClaim:
    """The caller's own claim, or a subordinate's, given back; raises NotHeld, HeldByAnother."""
    claim = held(claims, task)
    if claim is None:
        raise NotHeld
    if claim.holder != caller.actor and not caller.has(*SUPERIORS):
        raise HeldByAnother if claim.is_live(now) else NotHeld
    return claim.ended(Ending.RELEASED, by=caller.actor, at=now)


def settled(
    claims: Sequence[StepClaim], application: Application, *, by: str, at: datetime
) -> tuple[StepClaim, ...]:
    """The claims that end with a step, since what they held is not due any more."""
    still_open = open_tasks(application)
    return tuple(
        one.ended(Ending.DONE, by=by, at=at) for one in claims if one.task not in still_open
    )
