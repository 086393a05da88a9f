"""An inspector begins the visit, on a day and as a person that the letter covers (Ps 21(2)a)."""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.guards import require_version
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.domain.inspection import Inspection
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class StartInspection:
    """The caller's username is what the letter names."""

    caller: Caller
    inspection_id: UUID
    expected_version: int | None = None
    once: Once | None = None


async def start_inspection(command: StartInspection, ports: Ports) -> Inspection:
    """Raises LetterDoesNotCover."""
    command.caller.require(Role.INSPECTOR)
    async with ports.begin(command.caller, once=command.once) as work:
        inspection = await work.inspections.get(command.inspection_id)
        require_version(inspection.version, command.expected_version)
        office = await work.offices.get(inspection.office_code)
        started = inspection.start(
            inspector=inspector_name(command.caller), at=work.now, on=office.day_of(work.now)
        )
        return work.answer(await work.inspections.save(started))


def inspector_name(caller: Caller) -> str:
    """How a letter names this caller."""
    return caller.username or caller.actor
