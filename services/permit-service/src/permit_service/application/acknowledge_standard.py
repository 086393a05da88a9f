"""An officer takes note of the standard (SPP) or procedure (SOP) that they work by."""

from dataclasses import dataclass

from permit_service.application.access import own_office
from permit_service.application.ports import Ports
from permit_service.domain.errors import OfficeUnknown
from permit_service.domain.service import service_id
from permit_service.domain.standard_acknowledgement import (
    COMMITTED,
    Acknowledgement,
    StandardKind,
    require_version_in_force,
)
from shared.calendar.office_time import local_date
from shared.contracts.permit import StandardAcknowledgedV1
from shared.errors import NotFound
from shared.identity import Caller
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeStandard:
    """`version` is the one that the officer has read."""

    caller: Caller
    service_code: str
    document: StandardKind
    version: str
    once: Once | None = None


async def acknowledge_standard(command: AcknowledgeStandard, ports: Ports) -> Acknowledgement:
    """Who has done so already keeps the first day. Raises Forbidden for all but those who work by
    it, NotFound, StandardNotInForce."""
    command.caller.require(*COMMITTED)
    code = own_office(command.caller)
    async with ports.begin(command.caller, once=command.once) as work:
        office = await work.offices.get(code)
        if office is None:
            raise OfficeUnknown
        service = await work.catalogue.service(code, command.service_code)
        if service is None:
            raise NotFound
        today = local_date(work.now, office.zone)
        require_version_in_force(service, command.document, command.version, on=today)
        given = Acknowledgement(
            service_code=service.code,
            document=command.document,
            version=command.version,
            account=command.caller.actor,
            username=command.caller.username or command.caller.actor,
            acknowledged_at=work.now,
        )
        before = await work.acknowledgements.add(given, office_code=code)
        if before is not None:
            return work.answer(before)
        told = StandardAcknowledgedV1(
            office_code=code,
            service_id=service_id(code, service.code),
            service_code=service.code,
            document=command.document.value,
            document_version=command.version,
            acknowledged_at=work.now,
        )
        work.events.add(told)
        return work.answer(given)
