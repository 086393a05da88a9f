"""Stages b and c, the front office's: complete, back for correction, or rejected (Ps 6(1)b, c)."""

from dataclasses import dataclass
from enum import StrEnum

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.application import Application, Correction
from permit_service.domain.recommendation import RecommendationState
from permit_service.domain.step_claim import OfficerStep, Task
from shared.contracts.event import Event
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationReturnedV1,
    ApplicationVerifiedV1,
    RecommendationRequestedV1,
)
from shared.identity import Role


class VerificationOutcome(StrEnum):
    """What the front office finds."""

    COMPLETE = "complete"
    RETURNED = "returned"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyApplication(Step):
    """A rejection needs its reason (`notes`) and its `legal_basis`."""

    outcome: VerificationOutcome
    notes: str = ""
    legal_basis: str | None = None
    corrections: tuple[Correction, ...] = ()


async def verify_application(command: VerifyApplication, ports: Ports) -> Dossier:
    """Raises Forbidden for all but the front office (Ps 6(2))."""
    command.caller.require(Role.FRONT_OFFICE)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        dossier.require_free(Task(step=OfficerStep.VERIFICATION), command.caller)
        application = _decided(command, dossier)
        for told in _told(command.outcome, application, dossier):
            work.events.add(told)
        return await kept(dossier, application, work)


def _decided(command: VerifyApplication, dossier: Dossier) -> Application:
    application, service, now = dossier.application, dossier.service, dossier.now
    match command.outcome:
        case VerificationOutcome.COMPLETE:
            return application.verify(service, by=command.caller.actor, at=now, notes=command.notes)
        case VerificationOutcome.RETURNED:
            return application.send_for_correction(
                service, at=now, notes=command.notes, corrections=command.corrections
            )
        case VerificationOutcome.REJECTED:
            return application.reject(at=now, notes=command.notes, legal_basis=command.legal_basis)


def _told(outcome: VerificationOutcome, application: Application, dossier: Dossier) -> list[Event]:
    office, service = application.office_code, application.service_code
    channel, now = application.channel.value, dossier.now
    match outcome:
        case VerificationOutcome.COMPLETE:
            verified = ApplicationVerifiedV1(
                office_code=office,
                application_id=application.id,
                service_code=service,
                channel=channel,
                verified_at=now,
            )
            return [verified, *_requests(application, dossier)]
        case VerificationOutcome.RETURNED:
            returned = ApplicationReturnedV1(
                office_code=office,
                application_id=application.id,
                service_code=service,
                channel=channel,
                returned_at=now,
            )
            return [returned]
        case VerificationOutcome.REJECTED:
            rejected = ApplicationRejectedV1(
                office_code=office,
                application_id=application.id,
                service_code=service,
                channel=channel,
                rejected_at=now,
            )
            return [rejected]


def _requests(application: Application, dossier: Dossier) -> list[Event]:
    return [
        RecommendationRequestedV1(
            office_code=application.office_code,
            application_id=application.id,
            service_code=application.service_code,
            agency=one.agency,
            requested_at=dossier.now,
        )
        for one in application.recommendations
        if one.state is RecommendationState.ASKED
    ]
