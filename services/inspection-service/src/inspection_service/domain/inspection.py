"""An inspection: nobody starts without a signed letter that covers the person and the day, and
an inspection that was done has a BAP which never changes afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from inspection_service.domain.bap import Bap, Check, CheckReasonMissing, Party, Signature
from inspection_service.domain.business import Business, Risk, Scale
from inspection_service.domain.errors import (
    BeforeTheLicence,
    CertificateNotValid,
    ExaminationReasonMissing,
    InspectorsMissing,
    LetterDatesNotValid,
    LetterDoesNotCover,
    TriggerMissing,
    TriggerNotForRoutine,
    VerifiedPlanMissing,
    VirtualReasonMissing,
)
from shared.errors import TransitionNotAllowed


class Kind(StrEnum):
    """Routine supervision follows the plan, incidental a circumstance (Ps 15(3))."""

    ROUTINE = "routine"
    INCIDENTAL = "incidental"


class Mode(StrEnum):
    """On the spot, or by video where a visit is impossible (Ps 16(7))."""

    PHYSICAL = "physical"
    VIRTUAL = "virtual"


class Form(StrEnum):
    """Counselling, or checking papers and place (Ps 16(6), 17(3))."""

    GUIDANCE = "guidance"
    EXAMINATION = "examination"


class Circumstance(StrEnum):
    """The four circumstances of an incidental inspection (Ps 17(1)a-d)."""

    COMPLAINT = "complaint"
    BUSINESS_NEED = "business_need"
    INDICATION = "indication"
    URGENT = "urgent"


class Status(StrEnum):
    """Where an inspection stands."""

    PLANNED = "planned"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    BAP_DRAFT = "bap_draft"
    BAP_SIGNED = "bap_signed"
    BAP_REFUSED = "bap_refused"
    NOT_DONE = "not_done"


NEXT: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        Status.PLANNED: frozenset({Status.ASSIGNED, Status.NOT_DONE}),
        Status.ASSIGNED: frozenset({Status.IN_PROGRESS, Status.NOT_DONE}),
        Status.IN_PROGRESS: frozenset({Status.BAP_DRAFT, Status.NOT_DONE}),
        Status.BAP_DRAFT: frozenset({Status.BAP_SIGNED, Status.BAP_REFUSED}),
        Status.BAP_SIGNED: frozenset(),
        Status.BAP_REFUSED: frozenset(),
        Status.NOT_DONE: frozenset(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A circumstance and where it is known from (a complaint's number, a report)."""

    circumstance: Circumstance
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """A certified or accredited expert who takes part (Ps 20(2))."""

    name: str
    certificate_number: str
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentLetter:
    """The signed surat tugas: who may inspect, from when until when (Ps 21(2)a)."""

    number: str
    inspectors: tuple[str, ...]
    valid_from: date
    valid_until: date
    document: str
    sha256: str
    signed_by: str
    signed_at: datetime
    experts: tuple[Expert, ...] = ()
    agencies: tuple[str, ...] = ()

    def covers(self, *, inspector: str, on: date) -> bool:
        """Whether the letter names this person and this day."""
        return inspector in self.inspectors and self.valid_from <= on <= self.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class NonExecution:
    """Why an inspection did not take place (Ps 8(12))."""

    reason: str
    reason_code: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One visit, in person or by video, to one place of one business."""

    id: UUID
    office_code: str
    number: str
    business_id: UUID
    nib: str
    location_id: UUID
    kind: Kind
    mode: Mode
    form: Form
    risk: Risk | None
    ruleset_version: str
    planned_year: int
    created_by: str
    created_at: datetime
    status: Status = Status.PLANNED
    triggers: tuple[Trigger, ...] = ()
    plan_item_id: UUID | None = None
    mode_reason: str | None = None
    form_reason: str | None = None
    letter: AssignmentLetter | None = None
    started_by: str | None = None
    started_at: datetime | None = None
    bap: Bap | None = None
    non_execution: NonExecution | None = None
    version: int = 0

    @property
    def is_urgent(self) -> bool:
        """Whether people or the economy are in danger (Ps 17(1)d)."""
        return any(one.circumstance is Circumstance.URGENT for one in self.triggers)

    def require_next(self, status: Status) -> None:
        """Raises TransitionNotAllowed when the inspection cannot move there."""
        if status not in NEXT[self.status]:
            raise TransitionNotAllowed

    def assign(self, letter: AssignmentLetter) -> "Inspection":
        """The Head has signed the letter."""
        return replace(self._moved_to(Status.ASSIGNED), letter=letter)

    def start(self, *, inspector: str, at: datetime, on: date) -> "Inspection":
        """Begins the visit; `on` is the office's day. Raises LetterDoesNotCover (Ps 21(2)a)."""
        if self.status is Status.PLANNED:
            raise LetterDoesNotCover
        started = self._moved_to(Status.IN_PROGRESS)
        if self.letter is None or not self.letter.covers(inspector=inspector, on=on):
            raise LetterDoesNotCover
        return replace(started, started_by=inspector, started_at=at)

    def report(self, bap: Bap) -> "Inspection":
        """Records the BAP, by one of those whom the letter names."""
        reported = self._moved_to(Status.BAP_DRAFT)
        if self.letter is None or bap.made_by not in self.letter.inspectors:
            raise LetterDoesNotCover
        is_incidental_check = self.kind is Kind.INCIDENTAL and self.form is Form.EXAMINATION
        if is_incidental_check and set(bap.checks) != set(Check) and not bap.checks_reason:
            raise CheckReasonMissing
        return replace(reported, bap=bap)

    def sign_bap(self, signature: Signature) -> "Inspection":
        """A party signs, or the business refuses: with all three answers the BAP is complete."""
        if self.bap is None or self.status is not Status.BAP_DRAFT:
            raise TransitionNotAllowed
        signed = replace(self, bap=self.bap.with_signature(signature))
        if signed.bap is None or not signed.bap.is_answered_by_all:
            return signed
        refused = signed.bap.is_refused_by(Party.BUSINESS)
        return signed._moved_to(Status.BAP_REFUSED if refused else Status.BAP_SIGNED)

    def not_done(self, non_execution: NonExecution) -> "Inspection":
        """The visit did not take place; the reason goes to the coordinator (Ps 8(12))."""
        return replace(self._moved_to(Status.NOT_DONE), non_execution=non_execution)

    def _moved_to(self, status: Status) -> "Inspection":
        self.require_next(status)
        return replace(self, status=status)


def check_reasons(
    *, kind: Kind, mode: Mode, triggers: tuple[Trigger, ...], mode_reason: str | None
) -> None:
    """What an inspection needs before it is registered (Ps 15(3), 16(7), 17(1))."""
    if kind is Kind.INCIDENTAL and not triggers:
        raise TriggerMissing(pointers=(("/trigger", "required"),))
    if kind is Kind.ROUTINE and triggers:
        raise TriggerNotForRoutine(pointers=(("/trigger", "not_allowed"),))
    if mode is Mode.VIRTUAL and not mode_reason:
        raise VirtualReasonMissing(pointers=(("/mode_reason", "required"),))


def check_plan(*, kind: Kind, plan_item_id: UUID | None) -> None:
    """A routine inspection needs an item of a verified plan (Ps 8(13), 20(6))."""
    if kind is Kind.ROUTINE and plan_item_id is None:
        raise VerifiedPlanMissing


def form_for(business: Business, *, kind: Kind, form: Form | None, form_reason: str | None) -> Form:
    """Micro and small businesses get guidance in routine supervision unless a reason is
    recorded (Ps 16(8)); everybody else is examined unless guidance was asked for."""
    is_small = business.scale in {Scale.MICRO, Scale.SMALL}
    if kind is not Kind.ROUTINE or not is_small:
        return form or Form.EXAMINATION
    if form is Form.EXAMINATION and not form_reason:
        raise ExaminationReasonMissing(pointers=(("/form_reason", "required"),))
    return form or Form.GUIDANCE


def check_supervised(business: Business, *, on: date) -> None:
    """Raises BeforeTheLicence for a day before the first licence (Ps 15(2))."""
    since = business.supervised_since
    if since is not None and on < since:
        raise BeforeTheLicence


def check_letter(
    *,
    inspectors: tuple[str, ...],
    experts: tuple[Expert, ...],
    valid_from: date,
    valid_until: date,
    today: date,
) -> None:
    """A letter names people and a stretch of days that is not over; an expert's certificate
    lasts as long as the letter (Ps 20(2))."""
    if not inspectors or len(set(inspectors)) != len(inspectors):
        raise InspectorsMissing
    if valid_until < valid_from or valid_until < today:
        raise LetterDatesNotValid
    if any(expert.valid_until < valid_until for expert in experts):
        raise CertificateNotValid(pointers=(("/experts", "certificate"),))
