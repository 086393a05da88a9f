"""Stage d, the back office's: validated with a draft document, or sent back (Ps 6(1)d, 6(3))."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from permit_service.application.access import VALIDATORS
from permit_service.application.dossier import Dossier
from permit_service.application.licence_templates import paper_of
from permit_service.application.ports import Ports, Reading
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.application import Application
from permit_service.domain.letter_layout import Paper
from permit_service.domain.petition import Purpose
from permit_service.domain.retribution import require_assessed
from permit_service.domain.site_visit import require_visited
from permit_service.domain.step_claim import OfficerStep, Task
from permit_service.domain.survey import GateState
from shared.contracts.permit import ApplicationReturnedV1, ApplicationValidatedV1
from shared.errors import InvalidRequest


class ValidationOutcome(StrEnum):
    """The back office does not reject: that is the front office's alone (Ps 6(2))."""

    VALID = "valid"
    SENT_BACK = "sent_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateApplication(Step):
    """`valid_until` is the licence's last day, where the service leaves it to the official; else
    the service's rule names it."""

    outcome: ValidationOutcome
    notes: str = ""
    valid_until: date | None = None


async def validate_application(command: ValidateApplication, ports: Ports) -> Dossier:
    """Raises RecommendationsMissing, RecommendationRejected, SiteVisitMissing,
    SiteVisitNotConforming, RetributionNotAssessed, ValidityRequired."""
    command.caller.require(*VALIDATORS)
    if command.outcome is ValidationOutcome.SENT_BACK:
        return await _send_back(command, ports)
    draft_sha256, paper = await _make_draft(command, ports)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await _validating(command, work)
        validated = _validated(command, dossier, await _former_last_day(dossier, work))
        validated = replace(validated, draft_sha256=draft_sha256, paper=paper.edition)
        if paper.emblem is not None:
            await work.templates.keep_emblem(dossier.office.code, paper.emblem)
        work.events.add(_validation_of(validated, dossier))
        return await kept(dossier, validated, work)


async def _validating(command: ValidateApplication, reading: Reading) -> Dossier:
    dossier = await opened(command, reading)
    dossier.require_free(Task(step=OfficerStep.VALIDATION), command.caller)
    return dossier


def _validated(
    command: ValidateApplication, dossier: Dossier, former_last_day: date | None
) -> Application:
    if command.valid_until is not None and command.valid_until < dossier.today:
        raise InvalidRequest(pointers=(("/valid_until", "in_the_past"),))
    validated = dossier.application.validate(
        dossier.survey,
        by=command.caller.actor,
        at=dossier.now,
        notes=command.notes,
        valid_until=command.valid_until,
        silent=dossier.silent_agencies,
    )
    require_visited(dossier.service, dossier.visits)
    require_assessed(dossier.service, dossier.retribution)
    last_day = _last_day(command, dossier, former_last_day)
    return dossier.settled(replace(validated, valid_until=last_day))


def _last_day(
    command: ValidateApplication, dossier: Dossier, former_last_day: date | None
) -> date | None:
    """A document in place of a lost one holds as long as the lost one did."""
    if dossier.application.petition.purpose is not Purpose.REPLACEMENT:
        rule = dossier.service.validity
        return rule.settled(
            command.valid_until,
            decided_on=dossier.today,
            elsewhere=dossier.application.channel.is_issued_elsewhere,
        )
    if command.valid_until not in (None, former_last_day):
        raise InvalidRequest(pointers=(("/valid_until", "as_before"),))
    return former_last_day


async def _former_last_day(dossier: Dossier, reading: Reading) -> date | None:
    former_id = dossier.application.petition.licence_id
    if former_id is None:
        return None
    return (await reading.licences.get(former_id)).valid_until


async def _make_draft(command: ValidateApplication, ports: Ports) -> tuple[str, Paper]:
    """Typesets and stores the draft (Ps 6(1)e) before any row is held; its hash, and what it was
    set on."""
    async with ports.read(command.caller) as reading:
        await reading.refuse_repeated(command.once)
        dossier = await _validating(command, reading)
        validated = _validated(command, dossier, await _former_last_day(dossier, reading))
        paper = await paper_of(dossier.office.code, dossier.service.code, reading)
    content = await ports.press.draft(dossier.with_(validated), paper)
    stored = await ports.storage.put(draft_key(dossier.application), content)
    return stored.sha256, paper


def draft_key(application: Application) -> str:
    """Where the draft of an application lies."""
    return f"drafts/{application.id}.pdf"


async def _send_back(command: ValidateApplication, ports: Ports) -> Dossier:
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await _validating(command, work)
        application = dossier.application.send_back(at=work.now, notes=command.notes)
        told = ApplicationReturnedV1(
            office_code=application.office_code,
            application_id=application.id,
            service_code=application.service_code,
            channel=application.channel.value,
            returned_at=work.now,
            returned_by="back_office",
        )
        work.events.add(told, reason="sent_back")
        return await kept(dossier, application, work)


def _validation_of(application: Application, dossier: Dossier) -> ApplicationValidatedV1:
    is_required = application.gate.state is GateState.REQUIRED
    gate: Literal["required", "exempt"] = "required" if is_required else "exempt"
    return ApplicationValidatedV1(
        office_code=application.office_code,
        application_id=application.id,
        service_code=application.service_code,
        channel=application.channel.value,
        mode=application.mode.value,
        survey_gate=gate,
        validated_at=dossier.now,
    )
