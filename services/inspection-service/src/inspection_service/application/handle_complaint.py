"""The office handles an entry of the register: acts, verifies, resolves, asks OSS to unblock.

An officer whom the complaint is about handles nothing of it.
"""

from dataclasses import dataclass, field
from uuid import UUID

from inspection_service.application.guards import require_version
from inspection_service.application.ports import Ports, Work
from inspection_service.application.report_inspection import tell_violation
from inspection_service.domain.complaint import (
    ActionKind,
    ActionTaken,
    Complaint,
    ComplaintStatus,
    Outcome,
    Resolution,
    Subject,
    Unblocking,
    Verification,
)
from inspection_service.domain.sanction import SanctionStatus
from inspection_service.domain.violation import NamedViolation, Origin, Violation
from shared.contracts.inspection import (
    AccessUnblockingRequestedV1,
    ComplaintResolvedV1,
    ComplaintVerifiedV1,
)
from shared.errors import InvalidRequest
from shared.identity import Caller, Role
from shared.messaging.once import Once

LETTER_SERIES = "UB"


class BusinessNotNamed(InvalidRequest):
    """A violation belongs to the one business that the complaint names."""

    message = "A violation needs a complaint that names one business."

    def __init__(self) -> None:
        super().__init__(pointers=(("/violation", "business"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleComplaint:
    """What every step on an entry says."""

    caller: Caller
    number: str
    expected_version: int | None = None
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOnComplaint(HandleComplaint):
    """One thing done; `waits_for` tells on whom the entry waits now."""

    kind: ActionKind
    notes: str = field(repr=False)
    agencies: tuple[str, ...] = ()
    waits_for: ComplaintStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyComplaint(HandleComplaint):
    """What was found; a proven violation of a business may be put down at once."""

    proven: bool
    notes: str = field(repr=False)
    violation: NamedViolation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveComplaint(HandleComplaint):
    """How the entry ends, and why."""

    outcome: Outcome
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestUnblocking(HandleComplaint):
    """The sanction that was fulfilled."""

    sanction_id: UUID


async def act_on_complaint(command: ActOnComplaint, ports: Ports) -> Complaint:
    """Raises NoClarification, TransitionNotAllowed."""
    command.caller.require(Role.LICENSING_OFFICIAL, Role.FRONT_OFFICE)
    async with ports.begin(command.caller, once=command.once) as work:
        complaint = await _handled(command, work)
        action = ActionTaken(
            kind=command.kind,
            notes=command.notes,
            agencies=command.agencies,
            by=command.caller.actor,
            at=work.now,
        )
        acted = complaint.act(action, waits_for=command.waits_for)
        return work.answer(await work.complaints.save(acted))


async def verify_complaint(command: VerifyComplaint, ports: Ports) -> Complaint:
    """Tells whether it was proven, and the violation if one was put down (Ps 12(6))."""
    command.caller.require(Role.LICENSING_OFFICIAL)
    async with ports.begin(command.caller, once=command.once) as work:
        complaint = await _handled(command, work)
        violation = await _violation(command, complaint, work, ports)
        verification = Verification(
            proven=command.proven,
            notes=command.notes,
            by=command.caller.actor,
            at=work.now,
            violation_id=violation.id if violation else None,
        )
        complaint = await work.complaints.save(complaint.verify(verification))
        work.events.add(
            ComplaintVerifiedV1(
                office_code=complaint.office_code,
                complaint_id=complaint.id,
                proven=command.proven,
                verified_at=work.now,
            )
        )
        if violation is not None:
            tell_violation(await work.violations.add(violation), work)
        return work.answer(complaint)


async def resolve_complaint(command: ResolveComplaint, ports: Ports) -> Complaint:
    """Raises NotVerified, OutcomeNotProven."""
    command.caller.require(Role.LICENSING_OFFICIAL)
    async with ports.begin(command.caller, once=command.once) as work:
        complaint = await _handled(command, work)
        resolution = Resolution(
            outcome=command.outcome,
            reason=command.reason,
            by=command.caller.actor,
            at=work.now,
        )
        complaint = await work.complaints.save(complaint.resolve(resolution))
        work.events.add(
            ComplaintResolvedV1(
                office_code=complaint.office_code,
                complaint_id=complaint.id,
                resolved_at=work.now,
            )
        )
        return work.answer(complaint)


async def request_unblocking(command: RequestUnblocking, ports: Ports) -> Complaint:
    """The letter to the ministry's deputy gets its number (Ps 12(7)-(8)). Raises
    SanctionNotFulfilled."""
    command.caller.require(Role.LICENSING_OFFICIAL)
    async with ports.begin(command.caller, once=command.once) as work:
        complaint = await _handled(command, work)
        sanction = await work.sanctions.get(command.sanction_id)
        office = await work.offices.get(complaint.office_code)
        year = office.day_of(work.now).year
        fulfilled = sanction.status is SanctionStatus.LIFTED and complaint.is_about(sanction.nib)
        place = await work.numbers.next(office.code, series=LETTER_SERIES, year=year)
        letter = Unblocking(
            sanction_id=sanction.id,
            letter_number=office.number(LETTER_SERIES, place=place, year=year),
            by=command.caller.actor,
            at=work.now,
        )
        complaint = await work.complaints.save(complaint.unblock(letter, fulfilled=fulfilled))
        work.events.add(
            AccessUnblockingRequestedV1(
                office_code=complaint.office_code,
                complaint_id=complaint.id,
                requested_at=work.now,
            )
        )
        return work.answer(complaint)


async def _handled(command: HandleComplaint, work: Work) -> Complaint:
    complaint = await work.complaints.by_number(command.number)
    require_version(complaint.version, command.expected_version)
    complaint.require_handler(command.caller.username)
    return complaint


async def _violation(
    command: VerifyComplaint, complaint: Complaint, work: Work, ports: Ports
) -> Violation | None:
    named = command.violation
    if named is None:
        return None
    is_clear = complaint.subject is Subject.BUSINESS and len(complaint.subject_refs) == 1
    if not is_clear or not command.proven:
        raise BusinessNotNamed
    business = await work.businesses.by_nib(complaint.subject_refs[0])
    named.require_own_licences(business)
    office = await work.offices.get(complaint.office_code)
    return Violation(
        id=ports.new_id(),
        office_code=complaint.office_code,
        business_id=business.id,
        nib=business.nib,
        level=named.level,
        obligation_code=named.obligation_code,
        description=named.description,
        origin=Origin.COMPLAINT,
        found_on=office.day_of(work.now),
        recorded_by=command.caller.actor,
        recorded_at=work.now,
        ruleset_version=complaint.ruleset_version,
        licence_ids=tuple(dict.fromkeys(named.licence_ids)),
        complaint_id=complaint.id,
    )
