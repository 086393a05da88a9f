"""An inspection did not take place; the coordinator is told why (Ps 8(12))."""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.guards import require_version
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.domain.inspection import Inspection, NonExecution
from shared.contracts.inspection import InspectionNotDoneV1
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNonExecution:
    """`reason` is said in words; `reason_code` is what others are told."""

    caller: Caller
    inspection_id: UUID
    reason: str
    reason_code: str = "other"
    expected_version: int | None = None
    once: Once | None = None


async def record_non_execution(command: RecordNonExecution, ports: Ports) -> Inspection:
    """Raises TransitionNotAllowed once a BAP was made."""
    command.caller.require(Role.INSPECTOR)
    async with ports.begin(command.caller, once=command.once) as work:
        inspection = await work.inspections.get(command.inspection_id)
        require_version(inspection.version, command.expected_version)
        inspection = await work.inspections.save(
            inspection.not_done(
                NonExecution(
                    reason=command.reason,
                    reason_code=command.reason_code,
                    recorded_by=command.caller.actor,
                    recorded_at=work.now,
                )
            )
        )
        work.events.add(
            InspectionNotDoneV1(
                office_code=inspection.office_code,
                inspection_id=inspection.id,
                business_id=inspection.business_id,
                nib=inspection.nib,
                reason_code=command.reason_code,
            )
        )
        return work.answer(inspection)
