"""Reading: one application, its clock and history, what the counter and mails need."""

from uuid import UUID

from permit_service.application.access import VALIDATORS, require_reader
from permit_service.application.dossier import Dossier
from permit_service.application.draft_application import APPLICATION
from permit_service.application.listing import TimelineEvent
from permit_service.application.ports import Ports
from permit_service.application.submit_application import RECEIPT
from permit_service.application.token_ports import TokenTarget
from shared.errors import NotFound
from shared.identity import Caller, Role, system_caller


async def read_application(application_id: UUID, caller: Caller, ports: Ports) -> Dossier:
    """The file; raises NotFound for whoever may not see it."""
    dossier = await ports.direct.file(caller, application_id)
    require_reader(dossier.application, caller)
    return dossier


async def read_timeline(
    application_id: UUID, caller: Caller, ports: Ports
) -> tuple[Dossier, list[TimelineEvent]]:
    """What was told of the application and its licence, oldest first."""
    dossier = await read_application(application_id, caller, ports)
    keys = [application_id, *([dossier.licence.id] if dossier.licence else [])]
    # The owner sees the whole history, of which the office wrote the most.
    reader = system_caller("permit", dossier.application.office_code)
    async with ports.read(reader) as reading:
        return dossier, await reading.timeline(keys)


async def track_application(receipt_number: str, ports: Ports) -> Dossier:
    """For whoever holds the receipt; raises NotFound."""
    number = receipt_number.strip().upper()
    target = await _found(RECEIPT, number, ports)
    return await read_application(target.target, system_caller("permit", target.office_code), ports)


async def read_application_for_service(application_id: UUID, ports: Ports) -> Dossier:
    """For another service, which knows the id from an event."""
    target = await _found(APPLICATION, str(application_id), ports)
    return await read_application(
        application_id, system_caller("permit", target.office_code), ports
    )


async def _found(kind: str, token: str, ports: Ports) -> TokenTarget:
    async with ports.read(system_caller("permit")) as reading:
        target = await reading.tokens.find(kind, token)
    if target is None:
        raise NotFound
    return target


def sees_contact(dossier: Dossier, caller: Caller) -> bool:
    """Whether the applicant's contact is shown: to the owner, and to those who decide."""
    is_owner = dossier.application.owner == caller.actor
    return is_owner or caller.has(Role.FRONT_OFFICE, Role.HEAD, Role.SYSTEM, *VALIDATORS)
