"""Stage f: the document goes to the applicant by mail or SMS, or over the counter (Ps 6(1)f).

It goes out by itself a while after the signature, where the office's terms say so: that is done for
the back office (Ps 6(3)) and recorded as such.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from permit_service.application.access import is_owner
from permit_service.application.document_links import issue_link
from permit_service.application.dossier import Dossier
from permit_service.application.personal_reads import read_dossier
from permit_service.application.ports import Ports, Work
from permit_service.application.steps import Step, kept, opened
from permit_service.domain.delivery import LATEST, Delivery, Handover, Means
from permit_service.domain.document_link import LinkedDocument
from permit_service.domain.errors import HeldByAnother
from permit_service.domain.office import Office
from permit_service.domain.step_claim import OfficerStep, Task
from permit_service.domain.steps import Status
from shared.calendar.office_time import local_date
from shared.contracts.permit import LicenceDeliveredV1
from shared.errors import NotFound, TransitionNotAllowed
from shared.identity import Caller, Role, system_caller

NAME = "permit"
BATCH = 50
AUTOMATIC = "automatic_for_back_office"
_TASK = Task(step=OfficerStep.DELIVERY)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverLicence(Step):
    """With `again`, what was handed over already goes out once more."""

    handover: Handover = field(default_factory=Handover)
    again: bool = False


async def deliver_licence(command: DeliverLicence, ports: Ports) -> Dossier:
    """By the back office (Ps 6(3)); the gateway hears of it and sends the link. Who comes after the
    automatic delivery finds it done."""
    command.caller.require(Role.BACK_OFFICE)
    async with ports.begin(command.caller, once=command.once) as work:
        dossier = await opened(command, work)
        if dossier.application.status is Status.DELIVERED:
            return work.answer(await _again(command, dossier, work, ports))
        dossier.require_free(_TASK, command.caller)
        delivered = await _handed_over(dossier, command, work, ports)
        return await kept(dossier, delivered.application, work)


async def _again(command: DeliverLicence, dossier: Dossier, work: Work, ports: Ports) -> Dossier:
    if command.again:
        await _record(dossier, command, work, ports, reason="again")
        return dossier
    done = await work.deliveries.of(dossier.application.id)
    if done and done[-1].is_automatic and command.handover == Handover():
        return dossier
    raise TransitionNotAllowed


async def _handed_over(
    dossier: Dossier,
    command: DeliverLicence,
    work: Work,
    ports: Ports,
    *,
    reason: str | None = None,
) -> Dossier:
    """The step itself, recorded and told."""
    after = dossier.with_(dossier.application.deliver(at=work.now))
    await _record(after, command, work, ports, reason=reason)
    return after


async def _record(
    dossier: Dossier, command: DeliverLicence, work: Work, ports: Ports, *, reason: str | None
) -> None:
    application, licence = dossier.application, dossier.licence
    if licence is None or application.stamps.signed_at is None:
        raise TransitionNotAllowed
    signed_on = local_date(application.stamps.signed_at, dossier.office.zone)
    handover = command.handover.checked(signed_on=signed_on, today=dossier.today)
    assert handover.handed_over_on is not None
    assert application.stamps.delivered_at is not None
    delivery = Delivery(
        id=ports.new_id(),
        office_code=application.office_code,
        application_id=application.id,
        licence_id=licence.id,
        means=handover.means,
        is_automatic=reason == AUTOMATIC,
        delivered_by=command.caller.actor,
        delivered_at=work.now,
        handed_over_on=handover.handed_over_on,
        receiver=handover.receiver,
    )
    await work.deliveries.add(delivery)
    if handover.means is Means.ELECTRONIC:
        await issue_link(dossier, LinkedDocument.LICENCE, work, ports)
    told = LicenceDeliveredV1(
        office_code=application.office_code,
        licence_id=licence.id,
        application_id=application.id,
        service_code=application.service_code,
        channel=application.channel.value,
        # The first handing over: what goes out again was delivered before.
        delivered_at=application.stamps.delivered_at,
        means=handover.means.value,
    )
    work.events.add(told, reason=reason)


async def deliver_automatically(ports: Ports) -> int:
    """Hands over what is due in every office, in batches; returns how much was."""
    async with ports.read(system_caller(NAME)) as reading:
        offices = await reading.offices.all()
    return sum([await _deliver_office(office, ports) for office in offices])


async def _deliver_office(office: Office, ports: Ports) -> int:
    caller = system_caller(NAME, office.code)
    async with ports.read(caller) as reading:
        today = local_date(reading.now, office.zone)
        terms = await reading.terms.in_force(office.code, on=today)
        if terms.delivery_after_minutes is None:
            return 0
        due = await reading.deliveries.due(
            office.code,
            signed_from=reading.now - LATEST,
            signed_until=reading.now - timedelta(minutes=terms.delivery_after_minutes),
            limit=BATCH,
        )
    return sum([await _deliver_one(one, caller, ports) for one in due])


async def _deliver_one(application_id: UUID, caller: Caller, ports: Ports) -> int:
    """Looked at again while it is held: somebody may have been faster, or holds the step."""
    command = DeliverLicence(caller=caller, application_id=application_id)
    async with ports.begin(caller) as work:
        dossier = await work.dossier(application_id)
        if dossier.application.status is not Status.SIGNED:
            return 0
        try:
            dossier.require_free(_TASK, caller)
        except HeldByAnother:
            return 0
        delivered = await _handed_over(dossier, command, work, ports, reason=AUTOMATIC)
        await kept(dossier, delivered.application, work)
        return 1


async def read_deliveries(application_id: UUID, caller: Caller, ports: Ports) -> list[Delivery]:
    """Every handing over, for the owner and the office's staff; raises NotFound."""
    dossier = await read_dossier(application_id, caller, ports)
    if not caller.is_staff and not is_owner(dossier.application, caller):
        raise NotFound
    async with ports.read(caller) as reading:
        return await reading.deliveries.of(application_id)
