"""The business answers a sanction or objects to it; the counter may write it down for them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.guards import require_own, require_version, with_own_offices
from inspection_service.application.ports import (
    Ports,
    Work,
)
from inspection_service.application.sanction_facts import tell_objected
from inspection_service.domain.sanction import Sanction, Statement
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSanction:
    """What the business says."""

    caller: Caller
    sanction_id: UUID
    reason: str
    expected_version: int | None = None
    once: Once | None = None


async def respond_to_sanction(command: AnswerSanction, ports: Ports) -> Sanction:
    """The answer stops the wait: it is evaluated by lifting or by the next rung."""
    return await _say(command, ports, Sanction.respond, lambda _sanction, _work: None)


async def object_to_sanction(command: AnswerSanction, ports: Ports) -> Sanction:
    """An objection is recorded once; the sanction stays in force."""
    return await _say(command, ports, Sanction.object, tell_objected)


async def _say(
    command: AnswerSanction,
    ports: Ports,
    move: Callable[[Sanction, Statement], Sanction],
    tell: Callable[[Sanction, Work], None],
) -> Sanction:
    command.caller.require(Role.APPLICANT, Role.FRONT_OFFICE, Role.LICENSING_OFFICIAL)
    caller = await with_own_offices(command.caller, ports)
    async with ports.begin(caller, once=command.once) as work:
        sanction = await work.sanctions.get(command.sanction_id)
        require_own(caller, sanction.nib)
        require_version(sanction.version, command.expected_version)
        statement = Statement(reason=command.reason, by=caller.actor, at=work.now)
        sanction = await work.sanctions.save(move(sanction, statement))
        tell(sanction, work)
        return work.answer(sanction)
