"""Stage f: the document goes to the applicant by mail or SMS (Ps 6(1)f)."""

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.step_claim import OfficerStep, Task
from shared.contracts.permit import LicenceDeliveredV1
from shared.errors import TransitionNotAllowed
from shared.identity import Role


async def deliver_licence(command: Step, ports: Ports) -> Dossier:
    """By the back office (Ps 6(3)); the gateway hears of it and sends the link."""
    command.caller.require(Role.BACK_OFFICE)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        dossier.require_free(Task(step=OfficerStep.DELIVERY), command.caller)
        application = dossier.application.deliver(at=work.now)
        if dossier.licence is None:
            raise TransitionNotAllowed
        told = LicenceDeliveredV1(
            office_code=application.office_code,
            licence_id=dossier.licence.id,
            application_id=application.id,
            service_code=application.service_code,
            channel=application.channel.value,
            delivered_at=work.now,
        )
        work.events.add(told)
        return await kept(dossier, application, work)
