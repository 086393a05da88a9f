"""Stage a: the application is received and a receipt is given (Ps 6(1)a)."""

from dataclasses import dataclass, replace

from permit_service.application.access import require_applicant_side, require_reader
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports, Submission
from permit_service.application.steps import Step
from permit_service.domain.application import Application
from permit_service.domain.oss_reference import oss_permit_id
from shared.contracts.permit import ApplicationSubmittedV1
from shared.errors import StaleVersion

RECEIPT = "receipt"
TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitApplication(Step):
    """The declaration may be accepted here if it was not when the draft was made."""

    declaration_accepted: bool = False


async def submit_application(command: SubmitApplication, ports: Ports) -> Dossier:
    """Raises DeclarationRequired, IdentityRequired, DocumentsMissing.

    Decided on what was read and written under its version; when somebody was faster, it is
    decided anew.
    """
    for _ in range(TRIES):
        try:
            return await _submit(command, ports)
        except StaleVersion:
            if command.expected_version is not None:
                raise
    raise StaleVersion


async def _submit(command: SubmitApplication, ports: Ports) -> Dossier:
    caller = command.caller
    dossier = await ports.direct.file(caller, command.application_id, once=command.once)
    require_reader(dossier.application, caller)
    require_applicant_side(dossier.application, caller)
    dossier.application.expect(command.expected_version)
    application = submitted(dossier, command, ports)
    after = dossier.with_(replace(dossier.dated(application), version=application.version + 1))
    await ports.direct.submit(
        Submission(
            caller=caller,
            once=command.once,
            expected_version=application.version,
            after=after,
            told=submission_of(application),
        )
    )
    return after


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
        oss_permit_id=oss_permit_id(application.metadata),
    )
