"""Stage a: the application is received and a receipt is given (Ps 6(1)a)."""

from dataclasses import dataclass

from permit_service.application.access import require_applicant_side
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports, TokenTarget
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.application import Application
from shared.contracts.permit import ApplicationSubmittedV1

RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitApplication(Step):
    """The declaration may be accepted here if it was not when the draft was made."""

    declaration_accepted: bool = False


async def submit_application(command: SubmitApplication, ports: Ports) -> Dossier:
    """Raises DeclarationRequired, IdentityRequired, DocumentsMissing."""
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        require_applicant_side(dossier.application, command.caller)
        application = submitted(dossier, command, ports)
        receipt = TokenTarget(office_code=application.office_code, target=application.id)
        await work.tokens.add(RECEIPT, application.receipt_number or "", receipt)
        work.events.add(submission_of(application))
        return await kept(dossier, application, work)


def submitted(dossier: Dossier, command: SubmitApplication, ports: Ports) -> Application:
    """The step itself: decides everything, writes nothing."""
    application = dossier.application
    if command.declaration_accepted and application.declaration is None:
        application = application.declared(by=command.caller.actor, at=dossier.now)
    return application.submit(
        dossier.service,
        receipt_number=ports.secrets.receipt_number(application.office_code),
        at=dossier.now,
    )


def submission_of(application: Application) -> ApplicationSubmittedV1:
    """What the others are told."""
    assert application.receipt_number is not None
    assert application.stamps.submitted_at is not None
    return ApplicationSubmittedV1(
        office_code=application.office_code,
        application_id=application.id,
        service_code=application.service_code,
        channel=application.channel.value,
        mode=application.mode.value,
        receipt_number=application.receipt_number,
        submitted_at=application.stamps.submitted_at,
    )
