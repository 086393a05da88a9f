"""What the steps of an application have in common: opening its file, keeping it, telling."""

from dataclasses import dataclass
from uuid import UUID

from shared.calendar.clock_moves import ClockMove
from shared.contracts.permit import ClockPausedV1, ClockResumedV1
from shared.identity import Caller
from shared.messaging.contract import Message
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once

from permit_service.application.access import require_reader
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Reading, Work
from permit_service.domain.application import Application
from permit_service.domain.errors import OfficeUnknown, ServiceUnknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A command on one application. `expected_version` is the one that the caller has read."""

    caller: Caller
    application_id: UUID
    expected_version: int | None = None
    once: Once | None = None


async def opened(step: Step, work: Work) -> Dossier:
    """The file, held; raises NotFound for who may not see it, StaleVersion for an old version."""
    application = await work.applications.get(step.application_id)
    require_reader(application, step.caller)
    return await dossier_of(application.expect(step.expected_version), work)


async def dossier_of(application: Application, reading: Reading) -> Dossier:
    """The application with everything it is read with."""
    office = await reading.offices.get(application.office_code)
    if office is None:
        raise OfficeUnknown
    service = await reading.catalogue.service(
        application.office_code, application.service_code, version=application.service_version
    )
    if service is None:
        raise ServiceUnknown
    return Dossier(
        application=application,
        service=service,
        office=office,
        calendar=await reading.offices.calendar(office),
        survey=await reading.surveys.get(application.id),
        licence=await reading.licences.of_application(application.id),
        now=reading.now,
    )


async def kept(dossier: Dossier, application: Application, work: Work) -> Dossier:
    """Writes the step, tells what it did to the clock, and answers with the file after it."""
    saved = await work.applications.save(application, before=dossier.application)
    tell_clock(work.events, before=dossier.application, after=saved)
    return work.answer(dossier.with_(saved))


def tell_clock(
    events: EventRecorder,
    *,
    before: Application,
    after: Application,
    because: Message | None = None,
) -> None:
    """Tells a pause or its end. Start and stop are told by the steps themselves."""
    for one in after.clock[len(before.clock) :]:
        if one.move is ClockMove.PAUSED:
            paused = ClockPausedV1(
                office_code=after.office_code,
                application_id=after.id,
                service_code=after.service_code,
                paused_at=one.at,
            )
            events.add(paused, reason=one.reason, because=because)
        if one.move is ClockMove.RESUMED:
            resumed = ClockResumedV1(
                office_code=after.office_code,
                application_id=after.id,
                service_code=after.service_code,
                resumed_at=one.at,
            )
            events.add(resumed, because=because)
