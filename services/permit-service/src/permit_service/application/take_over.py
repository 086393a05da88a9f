"""Applications that were handed in at SiCANTIK or MPP Digital are taken over, each once.

Three moments: the fact is kept as it is told; the teller is asked for the people's data with no
transaction open; the application is made, in the state `submitted`. It counts as handed in when it
was handed in there. Nothing is guessed: what does not fit is refused with a code.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from permit_service.application.dossier import Dossier
from permit_service.application.draft_application import APPLICATION, CLAIM
from permit_service.application.intake_ports import IntakeSource
from permit_service.application.ports import Ports, Work
from permit_service.application.steps import kept
from permit_service.application.submit_application import RECEIPT, submission_of
from permit_service.application.token_ports import TokenTarget
from permit_service.domain.application import Application
from permit_service.domain.errors import OfficeUnknown
from permit_service.domain.office import Office
from permit_service.domain.outside_intake import (
    HandedOver,
    IntakeServiceUnknown,
    IntakeState,
    OutsideIntake,
    ServiceIssuedElsewhere,
)
from permit_service.domain.service import Channel, Intake, Mode, Service
from permit_service.domain.survey import SurveyFact, gate_for
from shared.calendar.office_time import local_date
from shared.contracts.permit_intakes import IntakeRefusedV1, IntakeTakenV1
from shared.errors import NotFound, Refusal, Unavailable
from shared.identity import Caller, system_caller
from shared.telemetry import logger

log = logger(__name__)

BATCH = 20
LEASE = timedelta(seconds=60)
MAX_ROUNDS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordIntake:
    """An outside system's application as it was told."""

    intake_id: UUID
    office_code: str
    channel: Channel
    outside_number: str
    service_code: str


async def record_intakes(commands: Sequence[RecordIntake], work: Work) -> None:
    """Keeps what is new; one that was refused is tried again. A number that is known under
    another id is answered with what became of that one."""
    for one in commands:
        intake = OutsideIntake(
            id=one.intake_id,
            office_code=one.office_code,
            channel=one.channel,
            outside_number=one.outside_number,
            service_code=one.service_code,
            due_at=work.now,
        )
        if await work.outside_intakes.add(intake):
            continue
        known = await work.outside_intakes.hold(one.intake_id)
        if known is not None:
            await work.outside_intakes.save(known.told_again(one.service_code, at=work.now))
            continue
        same = await work.outside_intakes.of_number(
            one.office_code, one.channel, one.outside_number
        )
        if same is not None:
            _tell_refused(replace(intake, refusal="number_known"), work)


async def take_over_intakes(ports: Ports, source: IntakeSource) -> int:
    """How many were taken over or refused now, in all offices, in bounded batches."""
    async with ports.read(system_caller("permit")) as reading:
        offices = await reading.offices.all()
    settled = 0
    for office in offices:
        for _ in range(MAX_ROUNDS):
            caller = system_caller("permit", office.code)
            async with ports.begin(caller) as work:
                due = await work.outside_intakes.claim(
                    office.code, now=work.now, until=work.now + LEASE, limit=BATCH
                )
            for one in due:
                settled += await _take_over(one, caller, ports, source)
            if len(due) < BATCH:
                break
    return settled


async def _take_over(
    intake: OutsideIntake, caller: Caller, ports: Ports, source: IntakeSource
) -> bool:
    try:
        handed_over = await source.handed_over(intake.id, office_code=intake.office_code)
    except Unavailable:
        async with ports.begin(caller) as work:
            held = await work.outside_intakes.hold(intake.id)
            if held is not None and held.state is IntakeState.WAITING:
                await work.outside_intakes.save(held.put_off(at=work.now))
        return False
    except Refusal as refusal:
        code = "data_gone" if isinstance(refusal, NotFound) else "data_not_valid"
        await _refuse(intake.id, code, caller, ports)
        return True
    try:
        await _make(intake.id, handed_over, caller, ports)
    except Refusal as refusal:
        await _refuse(intake.id, refusal.code, caller, ports)
    return True


async def _make(intake_id: UUID, handed_over: HandedOver, caller: Caller, ports: Ports) -> None:
    async with ports.begin(caller) as work:
        intake = await work.outside_intakes.hold(intake_id)
        if intake is None or intake.state is not IntakeState.WAITING:
            return
        office, service = await _offered(intake, work)
        application = _application(intake, handed_over, office, service, ports, work)
        await work.applications.add(application)
        dossier = Dossier(
            application=application,
            service=service,
            office=office,
            calendar=await work.offices.calendar(office),
            survey=SurveyFact(application_id=application.id),
            licence=None,
            now=work.now,
        )
        received = application.taken_over(
            receipt_number=ports.secrets.receipt_number(office.code), at=handed_over.submitted_at
        )
        await _let_find(received, work)
        work.events.add(submission_of(received))
        await work.outside_intakes.save(intake.taken(application.id))
        work.events.add(
            IntakeTakenV1(
                office_code=office.code, intake_id=intake.id, application_id=application.id
            )
        )
        await kept(dossier, received, work)


async def _let_find(application: Application, work: Work) -> None:
    """By its id, its receipt, and the code with which its applicant claims it."""
    target = TokenTarget(office_code=application.office_code, target=application.id)
    assert application.receipt_number is not None
    assert application.claim_hash is not None
    await work.tokens.add(APPLICATION, str(application.id), target)
    await work.tokens.add(RECEIPT, application.receipt_number, target)
    await work.tokens.add(CLAIM, application.claim_hash.hex(), target)


async def _offered(intake: OutsideIntake, work: Work) -> tuple[Office, Service]:
    office = await work.offices.get(intake.office_code)
    if office is None:
        raise OfficeUnknown
    service = await work.catalogue.service(office.code, intake.service_code)
    if service is None:
        raise IntakeServiceUnknown
    if service.channel.is_issued_elsewhere and service.channel is not intake.channel:
        raise ServiceIssuedElsewhere
    service.require_open(today=local_date(work.now, office.zone))
    return office, service


def _application(
    intake: OutsideIntake,
    handed_over: HandedOver,
    office: Office,
    service: Service,
    ports: Ports,
    work: Work,
) -> Application:
    application_id = ports.new_id()
    day = local_date(handed_over.submitted_at, office.zone)
    return Application(
        id=application_id,
        office_code=office.code,
        owner=None,
        service_code=service.code,
        service_version=service.version,
        channel=intake.channel,
        mode=Mode.SELF_SERVICE,
        intake=Intake.OUTSIDE_SYSTEM,
        language="id",
        applicant=handed_over.applicant.checked(today=local_date(work.now, office.zone)),
        gate=gate_for(intake.channel, office, on=day, exemption=service.survey_exemption),
        created_at=work.now,
        location=handed_over.location,
        reference=intake.outside_number,
        claim_hash=ports.secrets.fingerprint(ports.secrets.claim_code(application_id)),
    )


async def _refuse(intake_id: UUID, code: str, caller: Caller, ports: Ports) -> None:
    async with ports.begin(caller) as work:
        intake = await work.outside_intakes.hold(intake_id)
        if intake is None or intake.state is not IntakeState.WAITING:
            return
        refused = intake.refused(code)
        await work.outside_intakes.save(refused)
        _tell_refused(refused, work)
    log.warning("intake_refused", id=str(intake_id), code=code)


def _tell_refused(intake: OutsideIntake, work: Work) -> None:
    work.events.add(
        IntakeRefusedV1(
            office_code=intake.office_code,
            intake_id=intake.id,
            code=intake.refusal or "refused",
            refused_at=work.now,
        )
    )
