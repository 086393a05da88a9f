"""Stages b and c, the front office's: complete, back for correction, or rejected (Ps 6(1)b, c)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from permit_service.application.answer_correction import keep_round
from permit_service.application.ask_corrections import new_round
from permit_service.application.document_links import issue_link
from permit_service.application.dossier import Dossier
from permit_service.application.numbers import next_number
from permit_service.application.ports import Ports, Work
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.application import Application
from permit_service.domain.decision import Correction
from permit_service.domain.document_link import LinkedDocument
from permit_service.domain.errors import DeemedApproved
from permit_service.domain.recommendation import RecommendationState
from permit_service.domain.requirement_check import Checks, checked, require_met
from permit_service.domain.step_claim import OfficerStep, Task
from shared.contracts.event import Event
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationReturnedV1,
    ApplicationVerifiedV1,
    RecommendationRequestedV1,
)
from shared.identity import Role

# The series of the letters that say so.
REJECTION = "TOLAK"


class VerificationOutcome(StrEnum):
    """What the front office finds."""

    COMPLETE = "complete"
    RETURNED = "returned"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyApplication(Step):
    """A rejection needs its reason (`notes`) and its `legal_basis`. `checks` are what was found of
    each requirement; `answer_by` is the last day for corrections, where the officer sets it."""

    outcome: VerificationOutcome
    notes: str = ""
    legal_basis: str | None = None
    corrections: tuple[Correction, ...] = ()
    checks: Checks = ()
    answer_by: date | None = None


async def verify_application(command: VerifyApplication, ports: Ports) -> Dossier:
    """Raises Forbidden for all but the front office (Ps 6(2)), DeemedApproved."""
    command.caller.require(Role.FRONT_OFFICE)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        dossier.require_free(Task(step=OfficerStep.VERIFICATION), command.caller)
        application = _decided(command, dossier)
        dossier = await _found(command, dossier, work)
        if command.outcome is VerificationOutcome.RETURNED:
            dossier = await _asked(command, dossier, work)
        if command.outcome is VerificationOutcome.REJECTED:
            number = await next_number(REJECTION, dossier, work)
            application = application.rejected_by_letter(number)
            await issue_link(dossier, LinkedDocument.REJECTION_LETTER, work, ports)
        for told in _told(command.outcome, application, dossier):
            work.events.add(told)
        return await kept(dossier, application, work)


async def _found(command: VerifyApplication, dossier: Dossier, work: Work) -> Dossier:
    """Keeps what was found of each requirement; raises RequirementsNotMet for an outcome that
    contradicts it."""
    passes = command.outcome is VerificationOutcome.COMPLETE
    handed_in = [one.requirement_no for one in dossier.application.documents]
    checks = checked(dossier.service, command.checks, handed_in=handed_in, passes=passes)
    if passes:
        require_met(dossier.service, checks)
    by = command.caller.actor
    await work.checks.save(dossier.application, checks, by=by, at=dossier.now)
    return replace(dossier, checks=checks)


async def _asked(command: VerifyApplication, dossier: Dossier, work: Work) -> Dossier:
    asked = await new_round(
        dossier,
        work,
        notes=command.notes,
        corrections=command.corrections,
        answer_by=command.answer_by,
        by=command.caller.actor,
    )
    return await keep_round(dossier, asked, work)


def _decided(command: VerifyApplication, dossier: Dossier) -> Application:
    application, service, now = dossier.application, dossier.service, dossier.now
    match command.outcome:
        case VerificationOutcome.COMPLETE:
            return application.verify(
                service,
                by=command.caller.actor,
                at=now,
                notes=command.notes,
                terms=dossier.terms(asked_at=now),
            )
        case VerificationOutcome.RETURNED:
            return application.send_for_correction(
                service, at=now, notes=command.notes, corrections=command.corrections
            )
        case VerificationOutcome.REJECTED:
            if dossier.deemed_approved_on is not None:
                raise DeemedApproved(rule="auto_approve_on_sla")
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
                answer_by=dossier.rounds[-1].answer_by,
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
            due_on=one.due_on,
        )
        for one in application.recommendations
        if one.state is RecommendationState.ASKED
    ]
