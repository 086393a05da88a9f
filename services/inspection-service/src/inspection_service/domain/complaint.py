"""A complaint or consultation in the office's register (Ps 12): filed, verified, clarified by the
business it is about, resolved.

Who complained is known to the office and never to the subject. An accused officer handles nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from inspection_service.domain.complaint_party import Party
from inspection_service.domain.errors import PERBUP
from inspection_service.domain.rules import ComplaintRule
from shared.calendar.office_time import Period
from shared.errors import Forbidden, InvalidRequest, RuleBroken, TransitionNotAllowed


class RegisterKind(StrEnum):
    """Each register entry is one or the other (source 002, 2.3)."""

    COMPLAINT = "complaint"
    CONSULTATION = "consultation"


class Subject(StrEnum):
    """Whom a complaint is about (Ps 12(1))."""

    BUSINESS = "business"
    INSTITUTION = "institution"
    OFFICIAL = "official"


class Ground(StrEnum):
    """The four grounds (Ps 12(2)a-d)."""

    LICENSING = "licensing"
    STANDARDS = "standards"
    SUPERVISION = "supervision"
    SYSTEM_MISUSE = "system_misuse"


class Channel(StrEnum):
    """How the entry came in."""

    ONLINE = "online"
    OFFLINE = "offline"
    LAPOR = "lapor"
    EMAIL = "email"
    PHONE = "phone"


class ComplainantKind(StrEnum):
    """The public and business actors may complain (Ps 12(1))."""

    PUBLIC = "public"
    BUSINESS = "business"


class ComplaintStatus(StrEnum):
    """Where an entry stands, and on whom it waits."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    AWAITING_COMPLAINANT = "awaiting_complainant"
    AWAITING_BUSINESS = "awaiting_business"
    RESOLVED = "resolved"
    REJECTED = "rejected"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self not in {ComplaintStatus.RESOLVED, ComplaintStatus.REJECTED}


class ActionKind(StrEnum):
    """What was done for an entry, in the order it was done."""

    TRACING = "tracing"
    ASSISTANCE = "assistance"
    ADVICE = "advice"
    AGENCY_MEETING = "agency_meeting"
    CLARIFICATION = "clarification"
    NOTE = "note"


class Outcome(StrEnum):
    """How an entry is closed (Ps 12(6))."""

    ANSWERED = "answered"
    GUIDANCE = "guidance"
    SANCTION = "sanction"
    NO_MEASURE = "no_measure"
    REJECTED = "rejected"


class GroundMissing(InvalidRequest):
    """A complaint names its ground (Ps 12(2))."""

    message = "A complaint names its ground and whom it is about."


class GroundNotForSubject(RuleBroken):
    """The rule set in force does not know this ground for this subject."""

    message = "This ground does not apply to this subject."


class EvidenceMissing(RuleBroken):
    """An online complaint comes with evidence (Ps 12(3))."""

    message = "An online complaint comes with supporting evidence."

    def __init__(self) -> None:
        super().__init__(
            rule="evidence",
            article=f"{PERBUP} Ps 12(3)",
            pointers=(("/evidence", "required"),),
        )


class NotVerified(TransitionNotAllowed):
    """A complaint is verified before it is closed (Ps 12(4)a, 12(6))."""

    message = "The complaint has to be verified first."


class NoClarification(RuleBroken):
    """Only a business is asked to clarify (Ps 12(4)b)."""

    message = "Only a complaint about a business is clarified by it."

    def __init__(self) -> None:
        super().__init__(rule="clarification", article=f"{PERBUP} Ps 12(4)b")


class OutcomeNotProven(RuleBroken):
    """Guidance and sanction follow what was proven (Ps 12(6))."""

    message = "Guidance or a sanction needs a proven violation."

    def __init__(self) -> None:
        super().__init__(rule="proven_violation", article=f"{PERBUP} Ps 12(6)")


class SanctionNotFulfilled(TransitionNotAllowed):
    """An access right is unblocked after the sanction was fulfilled (Ps 12(7))."""

    message = "The sanction has not been fulfilled."


@dataclass(frozen=True, slots=True, kw_only=True)
class Complainant:
    """Who complains; kept sealed."""

    kind: ComplainantKind
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    oss_access: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What was said, by whom, with which evidence; kept sealed."""

    description: str
    complainant: Complainant
    evidence: tuple[str, ...] = ()
    businesses: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTaken:
    """One thing done for the entry; `agencies` took part in it. Kept sealed."""

    kind: ActionKind
    notes: str
    by: str
    at: datetime
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What the competent authority found."""

    proven: bool
    notes: str
    by: str
    at: datetime
    violation_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How the entry ended, and why."""

    outcome: Outcome
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unblocking:
    """The letter that asked OSS to unblock an access right (Ps 12(7)-(8))."""

    sanction_id: UUID
    letter_number: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """An entry of the register."""

    id: UUID
    office_code: str
    number: str
    kind: RegisterKind
    channel: Channel
    story: Story
    identity_withheld: bool
    filed_by: str
    filed_at: datetime
    ruleset_version: str
    subject: Subject | None = None
    subject_refs: tuple[str, ...] = ()
    ground: Ground | None = None
    evidence_to_follow: bool = False
    external_reference: str | None = None
    status: ComplaintStatus = ComplaintStatus.RECEIVED
    actions: tuple[ActionTaken, ...] = ()
    verification: Verification | None = None
    resolution: Resolution | None = None
    unblocking: Unblocking | None = None
    version: int = 0

    def require_handler(self, username: str | None) -> None:
        """Raises Forbidden for the officer it is about (Ps 12(1)c)."""
        if self.is_about(username):
            raise Forbidden

    def is_about(self, reference: str | None) -> bool:
        """Whether it is about this business (by NIB) or officer (by username)."""
        return reference is not None and reference in self.subject_refs

    def belongs_to(self, period: Period) -> bool:
        """Filed in the period, or before and still open when it began."""
        if self.filed_at >= period.end:
            return False
        return self.resolution is None or self.resolution.at >= period.start

    def act(self, action: ActionTaken, *, waits_for: ComplaintStatus | None) -> "Complaint":
        """One more thing done, and on whom the entry waits now."""
        self._require_open()
        if action.kind is ActionKind.CLARIFICATION and self.subject is not Subject.BUSINESS:
            raise NoClarification
        status = waits_for or ComplaintStatus.IN_PROGRESS
        return replace(self, actions=(*self.actions, action), status=status)

    def verify(self, verification: Verification) -> "Complaint":
        """What was found, once (Ps 12(4)a)."""
        self._require_open()
        if self.verification is not None:
            raise TransitionNotAllowed
        return replace(self, verification=verification, status=ComplaintStatus.IN_PROGRESS)

    def resolve(self, resolution: Resolution) -> "Complaint":
        """Closes the entry; a complaint after its verification only (Ps 12(6))."""
        self._require_open()
        if self.kind is RegisterKind.COMPLAINT and self.verification is None:
            raise NotVerified
        is_measure = resolution.outcome in {Outcome.GUIDANCE, Outcome.SANCTION}
        if is_measure and not (self.verification and self.verification.proven):
            raise OutcomeNotProven
        status = _CLOSED.get(resolution.outcome, ComplaintStatus.RESOLVED)
        return replace(self, resolution=resolution, status=status)

    def unblock(self, unblocking: Unblocking, *, fulfilled: bool) -> "Complaint":
        """OSS is asked by letter, once, after the sanction was fulfilled (Ps 12(7))."""
        if not fulfilled or self.unblocking is not None:
            raise SanctionNotFulfilled
        return replace(self, unblocking=unblocking)

    def _require_open(self) -> None:
        if not self.status.is_open:
            raise TransitionNotAllowed


_CLOSED: Mapping[Outcome, ComplaintStatus] = MappingProxyType(
    {Outcome.REJECTED: ComplaintStatus.REJECTED}
)


def check_ground(
    rule: ComplaintRule, *, kind: RegisterKind, subject: Subject | None, ground: Ground | None
) -> None:
    """A complaint has subject and ground, and the matrix in force knows the pair; a consultation
    needs neither (Ps 12(1)-(2))."""
    if kind is RegisterKind.CONSULTATION:
        return
    missing = [("/subject", subject), ("/ground", ground)]
    pointers = tuple((pointer, "required") for pointer, value in missing if value is None)
    if subject is None or ground is None:
        raise GroundMissing(pointers=pointers)
    if ground.value not in rule.grounds[subject.value]:
        raise GroundNotForSubject(
            rule="ground_of_subject", article=rule.basis.source, pointers=(("/ground", "subject"),)
        )


def needs_evidence(*, kind: RegisterKind, subject: Subject | None, ground: Ground | None) -> bool:
    """Whether Ps 12(3) asks for evidence: not for the office's own licensing service."""
    own_service = subject is Subject.INSTITUTION and ground is Ground.LICENSING
    return kind is RegisterKind.COMPLAINT and not own_service


def number_of_complaint(office_code: str, *, year: int, place: int) -> str:
    """The register's number; it tells its office and stands in an address as it is."""
    return f"PGD-{office_code.replace('.', '')}-{year}-{place:04d}"
