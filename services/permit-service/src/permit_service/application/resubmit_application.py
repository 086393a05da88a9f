"""The applicant has answered the correction requests."""

from permit_service.application.access import require_applicant_side
from permit_service.application.answer_correction import keep_round
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.correction import open_round
from permit_service.domain.oss_reference import oss_permit_id
from shared.contracts.permit import ApplicationResubmittedV1


async def resubmit_application(command: Step, ports: Ports) -> Dossier:
    """Back to the front office; the clock goes on (OSS 42). Raises CorrectionsUnanswered where the
    office waits for every answer."""
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work, right=require_applicant_side)
        application = dossier.application.resubmit(dossier.service, at=work.now)
        standing = open_round(dossier.rounds)
        if standing is not None:
            closed = standing.closed(
                at=work.now, requires_answers=dossier.office.requires_answered_corrections
            )
            dossier = await keep_round(dossier, closed, work)
        told = ApplicationResubmittedV1(
            office_code=application.office_code,
            application_id=application.id,
            service_code=application.service_code,
            channel=application.channel.value,
            submitted_at=work.now,
            oss_permit_id=oss_permit_id(application.metadata),
        )
        work.events.add(told)
        return await kept(dossier, application, work)
