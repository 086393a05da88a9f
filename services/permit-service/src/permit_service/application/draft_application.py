"""Making a draft: by the applicant, or by an officer who accompanies one (Ps 3 to 5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from permit_service.application.access import ASSISTANTS
from permit_service.application.dossier import Dossier
from permit_service.application.former_licence import find_former
from permit_service.application.ports import Ports, Work
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.applicant import Applicant, Location
from permit_service.domain.application import Application
from permit_service.domain.errors import OfficeUnknown, ServiceUnknown
from permit_service.domain.office import Office
from permit_service.domain.petition import Facts, Petition
from permit_service.domain.service import Intake, Mode, Service
from permit_service.domain.survey import SurveyFact, gate_for
from shared.calendar.office_time import local_date
from shared.errors import Forbidden, NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once

CLAIM = "claim"
APPLICATION = "application"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftApplication:
    """`intake` is how it came in; by default online from the applicant, at the counter else."""

    caller: Caller
    office_code: str
    service_code: str
    mode: Mode
    applicant: Applicant
    language: str = "id"
    intake: Intake | None = None
    location: Location | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    reference: str | None = None
    petition: Petition = field(default_factory=Petition)
    declaration_accepted: bool = False
    once: Once | None = None


async def draft_application(command: DraftApplication, ports: Ports) -> Dossier:
    """Keeps a draft. An assisted applicant without account gets a claim code with the receipt."""
    _require_maker(command)
    async with ports.begin(command.caller, once=command.once) as work:
        office, service = await _offered(command, work)
        command = await _completed(command, office, service, work)
        application = _draft(command, office, service, ports, work)
        await work.applications.add(application)
        target = TokenTarget(office_code=office.code, target=application.id)
        await work.tokens.add(APPLICATION, str(application.id), target)
        if application.claim_hash is not None:
            await work.tokens.add(CLAIM, application.claim_hash.hex(), target)
        return work.answer(await _new_file(application, office, service, work))


def _require_maker(command: DraftApplication) -> None:
    if command.intake is Intake.OUTSIDE_SYSTEM:
        raise Forbidden
    if command.mode is Mode.ASSISTED:
        command.caller.require(*ASSISTANTS)
        if not command.caller.sees(command.office_code):
            raise NotFound
        return
    command.caller.require(Role.APPLICANT)
    command.applicant.require_contact()
    if command.intake is Intake.FRONT_OFFICE:
        raise Forbidden


async def _offered(command: DraftApplication, work: Work) -> tuple[Office, Service]:
    office = await work.offices.get(command.office_code)
    if office is None:
        raise OfficeUnknown(pointers=(("/office_code", "unknown"),))
    service = await work.catalogue.service(office.code, command.service_code)
    if service is None:
        raise ServiceUnknown(pointers=(("/service_code", "unknown"),))
    service.require_mode(command.mode)
    service.require_open(today=local_date(work.now, office.zone))
    return office, service


async def _completed(
    command: DraftApplication, office: Office, service: Service, work: Work
) -> DraftApplication:
    """With the facts of the licence that is to be replaced, where they are not given anew."""
    former = await find_former(command.petition, command.caller, office.code, work)
    if former is None:
        return command
    today = local_date(work.now, office.zone)
    terms = await work.terms.in_force(office.code, on=today)
    former.require_replaceable(command.petition, service.validity, today=today, terms=terms)
    given = Facts(
        service_code=command.service_code,
        applicant=command.applicant,
        location=command.location,
        form=command.form,
    )
    facts = former.replaced_with(command.petition, given)
    return replace(command, applicant=facts.applicant, location=facts.location, form=facts.form)


async def _new_file(
    application: Application, office: Office, service: Service, work: Work
) -> Dossier:
    return Dossier(
        application=application,
        service=service,
        office=office,
        calendar=await work.offices.calendar(office),
        survey=SurveyFact(application_id=application.id),
        licence=None,
        now=work.now,
    )


def _draft(
    command: DraftApplication, office: Office, service: Service, ports: Ports, work: Work
) -> Application:
    application_id: UUID = ports.new_id()
    is_assisted = command.mode is Mode.ASSISTED
    default = Intake.FRONT_OFFICE if is_assisted else Intake.ONLINE
    application = Application(
        id=application_id,
        office_code=office.code,
        owner=None if is_assisted else command.caller.actor,
        service_code=service.code,
        service_version=service.version,
        channel=service.channel,
        mode=command.mode,
        intake=command.intake or default,
        language=command.language,
        applicant=command.applicant.checked(today=local_date(work.now, office.zone)),
        gate=gate_for(
            service.channel,
            office,
            on=local_date(work.now, office.zone),
            exemption=service.survey_exemption,
        ),
        created_at=work.now,
        assisted_by=command.caller.actor if is_assisted else None,
        location=command.location,
        form=command.form,
        metadata=command.metadata,
        reference=command.reference,
        petition=command.petition,
        claim_hash=_claim_hash(application_id, ports) if is_assisted else None,
    )
    if not command.declaration_accepted:
        return application
    return application.declared(by=command.caller.actor, at=work.now)


def _claim_hash(application_id: UUID, ports: Ports) -> bytes:
    return ports.secrets.fingerprint(ports.secrets.claim_code(application_id))
