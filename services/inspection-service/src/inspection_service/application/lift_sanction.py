"""The Head ends a sanction; what it suspended is reinstated. A proposal is withdrawn likewise."""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.guards import require_version
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.application.sanction_facts import tell_lifted
from inspection_service.domain.sanction import Sanction, Statement
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftSanction:
    """`reason` is what the evaluation or the new BAP showed."""

    caller: Caller
    sanction_id: UUID
    reason: str
    expected_version: int | None = None
    once: Once | None = None


async def lift_sanction(command: LiftSanction, ports: Ports) -> Sanction:
    """Raises TransitionNotAllowed for a revocation, which is final."""
    command.caller.require(Role.HEAD)
    async with ports.begin(command.caller, once=command.once) as work:
        sanction = await work.sanctions.get(command.sanction_id)
        require_version(sanction.version, command.expected_version)
        statement = Statement(reason=command.reason, by=command.caller.actor, at=work.now)
        sanction = await work.sanctions.save(sanction.lift(statement))
        tell_lifted(sanction, work)
        return work.answer(sanction)


async def withdraw_sanction(command: LiftSanction, ports: Ports) -> Sanction:
    """Takes a proposal back, or turns it down; nobody outside was told of it."""
    command.caller.require(Role.HEAD, Role.LICENSING_OFFICIAL, Role.INSPECTOR)
    async with ports.begin(command.caller, once=command.once) as work:
        sanction = await work.sanctions.get(command.sanction_id)
        require_version(sanction.version, command.expected_version)
        return work.answer(await work.sanctions.save(sanction.withdraw()))
