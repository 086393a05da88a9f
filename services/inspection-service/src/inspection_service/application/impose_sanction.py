"""The Head imposes what somebody else proposed, so that four eyes see it (Ps 21(2)c)."""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.guards import require_version
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.application.sanction_facts import rung_for, tell_imposed
from inspection_service.domain.ladder import check_licences
from inspection_service.domain.sanction import Sanction
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class ImposeSanction:
    """The proposal that is imposed."""

    caller: Caller
    sanction_id: UUID
    expected_version: int | None = None
    once: Once | None = None


async def impose_sanction(command: ImposeSanction, ports: Ports) -> Sanction:
    """Raises SamePerson, TransitionNotAllowed, ViolationSettled."""
    command.caller.require(Role.HEAD)
    async with ports.begin(command.caller, once=command.once) as work:
        sanction = await work.sanctions.get(command.sanction_id)
        require_version(sanction.version, command.expected_version)
        violation = await work.violations.get(sanction.violation_id)
        violation.require_open()
        business = await work.businesses.get(sanction.business_id)
        office = await work.offices.get(sanction.office_code)
        rules = ports.rules.in_force(office_code=office.code, on=office.day_of(work.now))
        check_licences(rules.ladder, sanction.step, business.licences_named(sanction.licence_ids))
        rung = rung_for(sanction.step, by=command.caller, office=office, rules=rules, work=work)
        sanction = sanction.impose(rung, found_by=violation.recorded_by)
        sanction = await work.sanctions.save(sanction)
        tell_imposed(sanction, work)
        return work.answer(sanction)
