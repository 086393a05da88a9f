"""The BAP is made: findings, violations with their levels, and everybody is told of each.

A violation that a BAP holds is proven; it may start a sanction.
"""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.guards import require_version
from inspection_service.application.ports import (
    Ports,
    Work,
)
from inspection_service.application.start_inspection import inspector_name
from inspection_service.domain.bap import Bap, Check, Finding
from inspection_service.domain.inspection import Inspection
from inspection_service.domain.violation import NamedViolation, Origin, Violation
from shared.contracts.inspection import InspectionCompletedV1, ViolationFoundV1
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInspection:
    """What was found at the place."""

    caller: Caller
    inspection_id: UUID
    findings: tuple[Finding, ...] = ()
    violations: tuple[NamedViolation, ...] = ()
    checks: tuple[Check, ...] = tuple(Check)
    checks_reason: str | None = None
    expected_version: int | None = None
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The inspection with its BAP, and the violations it proved."""

    inspection: Inspection
    violations: tuple[Violation, ...]


async def report_inspection(command: ReportInspection, ports: Ports) -> Report:
    """Raises TransitionNotAllowed unless the inspection is under way, LicenceNotOfBusiness."""
    command.caller.require(Role.INSPECTOR)
    async with ports.begin(command.caller, once=command.once) as work:
        inspection = await work.inspections.get(command.inspection_id)
        require_version(inspection.version, command.expected_version)
        violations = await _violations(command, inspection, work, ports)
        inspection = await work.inspections.save(
            inspection.report(
                Bap(
                    number=f"BAP{inspection.number.removeprefix('INS')}",
                    made_by=inspector_name(command.caller),
                    made_at=work.now,
                    findings=command.findings,
                    checks=command.checks,
                    checks_reason=command.checks_reason,
                    violation_ids=tuple(violation.id for violation in violations),
                )
            )
        )
        for violation in violations:
            tell_violation(await work.violations.add(violation), work)
        work.events.add(
            InspectionCompletedV1(
                office_code=inspection.office_code,
                inspection_id=inspection.id,
                business_id=inspection.business_id,
                nib=inspection.nib,
                completed_at=work.now,
                violations=len(violations),
            )
        )
        return work.answer(Report(inspection=inspection, violations=violations))


async def _violations(
    command: ReportInspection, inspection: Inspection, work: Work, ports: Ports
) -> tuple[Violation, ...]:
    business = await work.businesses.get(inspection.business_id)
    office = await work.offices.get(inspection.office_code)
    for named in command.violations:
        named.require_own_licences(business)
    return tuple(
        Violation(
            id=ports.new_id(),
            office_code=inspection.office_code,
            business_id=business.id,
            nib=business.nib,
            level=named.level,
            obligation_code=named.obligation_code,
            description=named.description,
            origin=Origin.BAP,
            found_on=office.day_of(work.now),
            recorded_by=command.caller.actor,
            recorded_at=work.now,
            ruleset_version=inspection.ruleset_version,
            licence_ids=tuple(dict.fromkeys(named.licence_ids)),
            inspection_id=inspection.id,
        )
        for named in command.violations
    )


def tell_violation(violation: Violation, work: Work) -> None:
    """The event that starts a follow-up or a sanction."""
    work.events.add(
        ViolationFoundV1(
            office_code=violation.office_code,
            violation_id=violation.id,
            business_id=violation.business_id,
            nib=violation.nib,
            inspection_id=violation.inspection_id,
            level=violation.level.value,
            obligation_code=violation.obligation_code,
            licence_ids=violation.licence_ids,
            found_at=violation.recorded_at,
        )
    )
