"""A party signs the BAP; a business that refuses has its reason recorded."""

from dataclasses import dataclass
from uuid import UUID

from inspection_service.application.guards import require_version
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.domain.bap import Party, Signature
from inspection_service.domain.inspection import Inspection
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class SignBap:
    """`signed` is false only for a business that refuses, with its reason."""

    caller: Caller
    inspection_id: UUID
    party: Party
    signed: bool
    refusal_reason: str | None = None
    expected_version: int | None = None
    once: Once | None = None


async def sign_bap(command: SignBap, ports: Ports) -> Inspection:
    """Raises AlreadySigned, RefusalReasonMissing, OnlyTheBusinessRefuses."""
    command.caller.require(Role.INSPECTOR)
    async with ports.begin(command.caller, once=command.once) as work:
        inspection = await work.inspections.get(command.inspection_id)
        require_version(inspection.version, command.expected_version)
        signature = Signature(
            party=command.party,
            signed=command.signed,
            refusal_reason=command.refusal_reason,
            recorded_by=command.caller.actor,
            at=work.now,
        )
        return work.answer(await work.inspections.save(inspection.sign_bap(signature)))
