"""Guidance and correction: what an official gives or asks before any sanction (Ps 10(1)-(4))."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inspection_service.application.guards import require_own, require_version, with_own_offices
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.domain.follow_up import (
    Correction,
    FollowUp,
    FollowUpKind,
    GuidanceForm,
    check_due_day,
)
from shared.contracts.inspection import CorrectionAcceptedV1, FollowUpGivenV1
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpViolation:
    """`correction_due_on` is the last day to repair what was found."""

    caller: Caller
    violation_id: UUID
    kind: FollowUpKind
    notes: str
    correction_due_on: date
    guidance_form: GuidanceForm | None = None
    once: Once | None = None


async def follow_up_violation(command: FollowUpViolation, ports: Ports) -> FollowUp:
    """Raises GuidanceFormMissing, DueDayPassed, ViolationSettled."""
    command.caller.require(Role.LICENSING_OFFICIAL)
    async with ports.begin(command.caller, once=command.once) as work:
        violation = await work.violations.get(command.violation_id)
        violation.require_open()
        office = await work.offices.get(violation.office_code)
        check_due_day(command.correction_due_on, today=office.day_of(work.now))
        follow_up = FollowUp(
            id=ports.new_id(),
            office_code=violation.office_code,
            violation_id=violation.id,
            business_id=violation.business_id,
            nib=violation.nib,
            kind=command.kind,
            notes=command.notes,
            correction_due_on=command.correction_due_on,
            guidance_form=command.guidance_form,
            created_by=command.caller.actor,
            created_at=work.now,
        )
        work.events.add(
            FollowUpGivenV1(
                office_code=follow_up.office_code,
                follow_up_id=follow_up.id,
                violation_id=follow_up.violation_id,
                business_id=follow_up.business_id,
                nib=follow_up.nib,
                kind=follow_up.kind.value,
                correction_due_on=follow_up.correction_due_on,
                given_at=work.now,
            )
        )
        return work.answer(await work.follow_ups.add(follow_up))


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitCorrection:
    """What the business repaired; `evidence` are references to what it handed in."""

    caller: Caller
    follow_up_id: UUID
    description: str
    evidence: tuple[str, ...] = ()
    expected_version: int | None = None
    once: Once | None = None


async def submit_correction(command: SubmitCorrection, ports: Ports) -> FollowUp:
    """By the business itself, or by the counter that writes it down (Ps 10(4))."""
    command.caller.require(Role.APPLICANT, Role.FRONT_OFFICE)
    caller = await with_own_offices(command.caller, ports)
    async with ports.begin(caller, once=command.once) as work:
        follow_up = await work.follow_ups.get(command.follow_up_id)
        require_own(caller, follow_up.nib)
        require_version(follow_up.version, command.expected_version)
        correction = Correction(
            description=command.description,
            evidence=command.evidence,
            by=caller.actor,
            at=work.now,
        )
        return work.answer(await work.follow_ups.save(follow_up.submit(correction)))


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateCorrection:
    """Whether the repair is enough."""

    caller: Caller
    follow_up_id: UUID
    accepted: bool
    notes: str
    expected_version: int | None = None
    once: Once | None = None


async def evaluate_correction(command: EvaluateCorrection, ports: Ports) -> FollowUp:
    """An accepted correction settles the violation and tells so; a refused one opens the ladder
    (Ps 10(5))."""
    command.caller.require(Role.LICENSING_OFFICIAL)
    async with ports.begin(command.caller, once=command.once) as work:
        follow_up = await work.follow_ups.get(command.follow_up_id)
        require_version(follow_up.version, command.expected_version)
        if not command.accepted:
            return work.answer(await work.follow_ups.save(follow_up.refuse(command.notes)))
        follow_up = await work.follow_ups.save(follow_up.accept(command.notes))
        violation = await work.violations.get(follow_up.violation_id)
        await work.violations.save(violation.correct())
        work.events.add(
            CorrectionAcceptedV1(
                office_code=violation.office_code,
                violation_id=violation.id,
                business_id=violation.business_id,
                nib=violation.nib,
                accepted_at=work.now,
            )
        )
        return work.answer(follow_up)
