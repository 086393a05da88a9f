"""An inspector or accredited expert reports a violation outside of a BAP (Ps 20(3))."""

from dataclasses import dataclass
from datetime import date

from inspection_service.application.ports import (
    Ports,
)
from inspection_service.application.report_inspection import tell_violation
from inspection_service.domain.violation import (
    NamedViolation,
    Origin,
    Violation,
    report_clock,
)
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordViolation:
    """`found_on` is the day it was found at the place; today when it is left out."""

    caller: Caller
    nib: str
    named: NamedViolation
    found_on: date | None = None
    once: Once | None = None


async def record_violation(command: RecordViolation, ports: Ports) -> Violation:
    """Starts both clocks of Ps 20. Raises FoundInTheFuture, LicenceNotOfBusiness."""
    command.caller.require(Role.INSPECTOR)
    async with ports.begin(command.caller, once=command.once) as work:
        business = await work.businesses.by_nib(command.nib)
        command.named.require_own_licences(business)
        office = await work.offices.get(business.office_code)
        today = office.day_of(work.now)
        found_on = command.found_on or today
        rules = ports.rules.in_force(office_code=office.code, on=today)
        clock = report_clock(rules.clocks, office.calendar, found_on=found_on, reported_on=today)
        violation = await work.violations.add(
            Violation(
                id=ports.new_id(),
                office_code=office.code,
                business_id=business.id,
                nib=business.nib,
                level=command.named.level,
                obligation_code=command.named.obligation_code,
                description=command.named.description,
                origin=Origin.EXPERT,
                found_on=found_on,
                recorded_by=command.caller.actor,
                recorded_at=work.now,
                ruleset_version=rules.version,
                licence_ids=tuple(dict.fromkeys(command.named.licence_ids)),
                clock=clock,
            )
        )
        tell_violation(violation, work)
        return work.answer(violation)
