"""The Head warns an inspector, or takes another action that legislation knows (Ps 21(3)-(4))."""

from dataclasses import dataclass, field
from uuid import UUID

from inspection_service.application.ports import Ports
from inspection_service.application.start_inspection import inspector_name
from inspection_service.domain.officer_action import (
    Duty,
    OfficerAction,
    OfficerActionKind,
    check_officer,
    legal_basis_of,
)
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOnOfficer:
    """`inspector` is a username that the inspection's letter names."""

    caller: Caller
    inspection_id: UUID
    inspector: str
    kind: OfficerActionKind
    duty: Duty
    reason: str = field(repr=False)
    legal_basis: str | None = None
    once: Once | None = None


async def act_on_officer(command: ActOnOfficer, ports: Ports) -> OfficerAction:
    """Raises Forbidden for anybody but the Head, NotOnOneself, LegalBasisMissing."""
    command.caller.require(Role.HEAD)
    async with ports.begin(command.caller, once=command.once) as work:
        inspection = await work.inspections.get(command.inspection_id)
        check_officer(inspection, inspector=command.inspector, by=command.caller.username)
        action = OfficerAction(
            id=ports.new_id(),
            office_code=inspection.office_code,
            inspection_id=inspection.id,
            inspector=command.inspector,
            kind=command.kind,
            duty=command.duty,
            reason=command.reason,
            legal_basis=legal_basis_of(command.kind, command.legal_basis),
            taken_by=command.caller.actor,
            taken_at=work.now,
        )
        return work.answer(await work.officer_actions.add(action))


async def list_officer_actions(
    caller: Caller, ports: Ports, *, after: UUID | None, limit: int
) -> list[OfficerAction]:
    """The office's register for the Head; an inspector sees what concerns them."""
    caller.require(Role.HEAD, Role.INSPECTOR)
    concerned = None if caller.has(Role.HEAD) else inspector_name(caller)
    async with ports.read(caller) as stores:
        return await stores.officer_actions.of_officer(concerned, after=after, limit=limit + 1)
