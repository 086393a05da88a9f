"""An office decides on a request for deletion: granted, or refused on a ground that is told."""

from dataclasses import dataclass
from uuid import UUID

from gateway.application.privacy.deletion_letters import letter
from gateway.application.privacy.deletion_ports import DeletionPorts
from gateway.domain.notification import Kind
from gateway.domain.privacy.deletion_request import Decision, DeletionRequest
from shared.contracts.gateway_privacy import DeletionDecidedV1
from shared.errors import StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideDeletion:
    """`expected_version` is the one that the administrator has read."""

    caller: Caller
    request_id: UUID
    decision: Decision
    expected_version: int | None = None
    once: Once | None = None


async def decide_deletion(command: DecideDeletion, ports: DeletionPorts) -> DeletionRequest:
    """What is granted is carried out by a timer, and told when it is done. Raises NotFound,
    StaleVersion, TransitionNotAllowed."""
    command.caller.require(Role.ADMINISTRATOR)
    decision = command.decision.checked()
    async with ports.begin(command.caller, once=command.once) as work:
        before = await work.deletions.get(command.request_id)
        if command.expected_version not in (None, before.version):
            raise StaleVersion
        after = await work.deletions.save(
            before.decided(decision, by=command.caller.actor, at=work.now)
        )
        if not decision.is_granted:
            await work.notifications.plan([letter(after, Kind.DELETION_REFUSED, at=work.now)])
        work.events.add(
            DeletionDecidedV1(
                office_code=after.office_code,
                request_id=after.id,
                outcome="granted" if decision.is_granted else "refused",
                decided_at=work.now,
                is_late=after.is_overdue(work.now),
            ),
            reason=None if decision.ground is None else decision.ground.value,
        )
        return work.answer(after)
