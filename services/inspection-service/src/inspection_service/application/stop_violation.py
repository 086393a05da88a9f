"""The office stops a violation, within a working day of an expert's report (Ps 20(4)-(5))."""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.guards import require_version
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.domain.violation import StopOrder, Violation
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class StopViolation:
    """`law_enforcement` names the body that helped, if one did."""

    caller: Caller
    violation_id: UUID
    law_enforcement: str | None = None
    expected_version: int | None = None
    once: Once | None = None


async def stop_violation(command: StopViolation, ports: Ports) -> Violation:
    """A late order is given all the same and marked as late."""
    command.caller.require(Role.LICENSING_OFFICIAL, Role.HEAD, Role.INSPECTOR)
    async with ports.begin(command.caller, once=command.once) as work:
        violation = await work.violations.get(command.violation_id)
        require_version(violation.version, command.expected_version)
        office = await work.offices.get(violation.office_code)
        due_on = violation.clock.stop_due_on if violation.clock else None
        order = StopOrder(
            ordered_by=command.caller.actor,
            ordered_at=work.now,
            is_late=due_on is not None and office.day_of(work.now) > due_on,
            law_enforcement=command.law_enforcement,
        )
        return work.answer(await work.violations.save(violation.stop(order)))
