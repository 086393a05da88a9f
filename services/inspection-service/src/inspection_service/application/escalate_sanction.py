"""The Head goes one rung further when the answer did not come or did not convince."""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.guards import require_version
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.application.sanction_facts import rung_for, tell_escalated
from inspection_service.domain.ladder import check_licences, following_step
from inspection_service.domain.rules import Step
from inspection_service.domain.sanction import Sanction, Statement
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateSanction:
    """`step` chooses where the ladder forks; without it the next rung is taken."""

    caller: Caller
    sanction_id: UUID
    reason: str
    step: Step | None = None
    licence_ids: tuple[UUID, ...] = ()
    expected_version: int | None = None
    once: Once | None = None


async def escalate_sanction(command: EscalateSanction, ports: Ports) -> Sanction:
    """Raises AnswerTimeRunning, NextStepNotAllowed, LicencesMissing."""
    command.caller.require(Role.HEAD)
    async with ports.begin(command.caller, once=command.once) as work:
        sanction = await work.sanctions.get(command.sanction_id)
        require_version(sanction.version, command.expected_version)
        business = await work.businesses.get(sanction.business_id)
        office = await work.offices.get(sanction.office_code)
        today = office.day_of(work.now)
        rules = ports.rules.in_force(office_code=office.code, on=today)
        step = following_step(rules.ladder, sanction.step, command.step)
        licences = business.licences_named(command.licence_ids or sanction.licence_ids)
        check_licences(rules.ladder, step, licences)
        sanction = sanction.escalate(
            rung_for(step, by=command.caller, office=office, rules=rules, work=work),
            ground=Statement(reason=command.reason, by=command.caller.actor, at=work.now),
            licence_ids=tuple(licence.id for licence in licences),
            today=today,
        )
        sanction = await work.sanctions.save(sanction)
        tell_escalated(sanction, work)
        return work.answer(sanction)
