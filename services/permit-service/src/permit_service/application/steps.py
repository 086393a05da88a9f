"""What the steps of an application have in common: opening its file, keeping it, telling."""

from dataclasses import dataclass, replace
from uuid import UUID

from permit_service.application.access import Right, require_reader
from permit_service.application.dossier import Dossier
from permit_service.application.ports import Reading, Work
from permit_service.application.tell_excess import tell_excess
from permit_service.domain.application import Application
from permit_service.domain.step_claim import StepClaim, settled
from shared.calendar.clock_moves import ClockMove
from shared.contracts.permit import (
    ClockPausedV1,
    ClockResetV1,
    ClockRestartedV1,
    ClockResumedV1,
)
from shared.identity import Caller
from shared.messaging.contract import Message
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A command on one application. `expected_version` is the one that the caller has read."""

    caller: Caller
    application_id: UUID
    expected_version: int | None = None
    once: Once | None = None


async def opened(step: Step, reading: Reading, *, right: Right | None = None) -> Dossier:
    """The file. Who asks is judged first: raises NotFound for who may not see it and what `right`
    raises for who may not take the step, then StaleVersion for an old version."""
    dossier = await reading.dossier(step.application_id)
    require_reader(dossier.application, step.caller)
    if right is not None:
        right(dossier.application, step.caller)
    dossier.application.expect(step.expected_version)
    return dossier


async def kept(dossier: Dossier, application: Application, work: Work) -> Dossier:
    """Writes the step, tells what it did to the clock, ends the claims on what is not due any
    more, and answers with the file after it. An excess that no timer has told yet is told before
    anything moves."""
    dated = tell_excess(dossier, dossier.dated(application), work.events)
    if dated.service_time.calendar_version != dossier.application.service_time.calendar_version:
        await work.offices.keep_calendar(dossier.calendar)
    saved = await work.applications.save(dated, before=dossier.application)
    tell_clock(work.events, before=dossier.application, after=saved)
    left = await _settled(dossier, saved, work)
    return work.answer(replace(dossier.with_(saved), claims=left))


async def _settled(dossier: Dossier, application: Application, work: Work) -> tuple[StepClaim, ...]:
    if not dossier.claims:
        return ()
    over = settled(dossier.claims, application, by=work.actor, at=work.now)
    for one in over:
        await work.claims.end(one)
    ended = {one.id for one in over}
    return tuple(one for one in dossier.claims if one.id not in ended)


def tell_clock(
    events: EventRecorder,
    *,
    before: Application,
    after: Application,
    because: Message | None = None,
) -> None:
    """Tells pauses and resets and their ends. Start and stop are told by the steps themselves."""
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
            events.add(resumed, reason=one.reason, because=because)
        if one.move is ClockMove.RESET:
            reset = ClockResetV1(
                office_code=after.office_code,
                application_id=after.id,
                service_code=after.service_code,
                reset_at=one.at,
            )
            events.add(reset, reason=one.reason, because=because)
        if one.move is ClockMove.RESTARTED:
            restarted = ClockRestartedV1(
                office_code=after.office_code,
                application_id=after.id,
                service_code=after.service_code,
                restarted_at=one.at,
            )
            events.add(restarted, reason=one.reason, because=because)
