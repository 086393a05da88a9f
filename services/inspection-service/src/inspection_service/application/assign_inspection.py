"""The Head signs the assignment letter; without it nobody starts (Ps 21(2)a).

The letter is typeset and signed before the transaction, which then holds the inspection at the
version that was read.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from inspection_service.application.facts import (
    LetterDraft,
)
from inspection_service.application.guards import require_version
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.domain.inspection import Expert, Inspection, Status, check_letter
from shared.contracts.inspection import InspectionAssignedV1
from shared.errors import StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignInspection:
    """`inspectors` are usernames, `agencies` may come along (Ps 16(9)); the passphrase opens the
    Head's signing key and is not kept."""

    caller: Caller
    inspection_id: UUID
    inspectors: tuple[str, ...]
    valid_from: date
    valid_until: date
    passphrase: str = field(repr=False)
    experts: tuple[Expert, ...] = ()
    agencies: tuple[str, ...] = ()
    expected_version: int | None = None
    once: Once | None = None


async def assign_inspection(command: AssignInspection, ports: Ports) -> Inspection:
    """Raises the signer's refusal for a wrong passphrase, StaleVersion for a race."""
    command.caller.require(Role.HEAD)
    read_version, draft = await _draft(command, ports)
    now = ports.clock.now()
    letter = await ports.letters.sign_assignment(
        draft, signatory=command.caller, passphrase=command.passphrase, at=now
    )
    async with ports.begin(command.caller, once=command.once) as work:
        inspection = await work.inspections.get(command.inspection_id)
        if inspection.version != read_version:
            raise StaleVersion
        inspection = await work.inspections.save(inspection.assign(letter))
        await work.offices.publish_letter(inspection.id, office_code=inspection.office_code)
        work.events.add(
            InspectionAssignedV1(
                office_code=inspection.office_code,
                inspection_id=inspection.id,
                business_id=inspection.business_id,
                nib=inspection.nib,
                kind=inspection.kind.value,
                mode=inspection.mode.value,
                valid_from=letter.valid_from,
                valid_until=letter.valid_until,
            )
        )
        return work.answer(inspection)


async def _draft(command: AssignInspection, ports: Ports) -> tuple[int, LetterDraft]:
    async with ports.begin(command.caller) as work:
        # A repeated request is answered, not refused for what it did the first time.
        await work.refuse_repeated(command.once)
        inspection = await work.inspections.get(command.inspection_id)
        office = await work.offices.get(inspection.office_code)
        business = await work.businesses.get(inspection.business_id)
    require_version(inspection.version, command.expected_version)
    inspection.require_next(Status.ASSIGNED)
    check_letter(
        inspectors=command.inspectors,
        experts=command.experts,
        valid_from=command.valid_from,
        valid_until=command.valid_until,
        today=office.day_of(ports.clock.now()),
    )
    return inspection.version, LetterDraft(
        number=f"ST{inspection.number.removeprefix('INS')}",
        office=office,
        business=business,
        location=business.location(inspection.location_id),
        inspection=inspection,
        inspectors=command.inspectors,
        valid_from=command.valid_from,
        valid_until=command.valid_until,
        experts=command.experts,
        agencies=command.agencies,
    )
