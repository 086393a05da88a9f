"""A service time that has passed is told once per application and due date, by whoever sees it
first: the timer, or a step that is taken before the timer came round."""

from dataclasses import replace
from typing import Literal

from permit_service.application.dossier import Dossier
from permit_service.domain.application import Application
from permit_service.domain.recommendation import RecommendationState
from permit_service.domain.steps import Status
from shared.contracts.permit import ApplicationDeemedApprovedV1, ServiceTimeExceededV1
from shared.messaging.event_log import EventRecorder

WaitsFor = Literal["front_office", "back_office", "agency", "head"]


def tell_excess(dossier: Dossier, after: Application, events: EventRecorder) -> Application:
    """`after`, what a step made of the dossier, with the excess of the dossier told; itself where
    there is none or it was told. Where silence approves, that is told with it (OSS 57)."""
    due_on = dossier.exceeded_due_on
    times = after.service_time
    if due_on is None or times.exceeded_on == due_on:
        return after
    events.add(
        ServiceTimeExceededV1(
            office_code=after.office_code,
            application_id=after.id,
            service_code=after.service_code,
            due_on=due_on,
            waits_for=next_step_of(dossier.application),
        )
    )
    deemed_on = dossier.deemed_approved_on
    if deemed_on is not None and times.deemed_approved_on is None:
        events.add(_deemed(dossier, after))
    deemed_on = times.deemed_approved_on or deemed_on
    told = replace(times, exceeded_on=due_on, deemed_approved_on=deemed_on)
    return replace(after, service_time=told)


def next_step_of(application: Application) -> WaitsFor | None:
    """Who has the next step."""
    if application.status is Status.SUBMITTED:
        return "front_office"
    if application.status is Status.VALIDATED:
        return "head"
    if application.status is not Status.VERIFIED:
        return None
    states = {one.state for one in application.recommendations}
    return "agency" if RecommendationState.ASKED in states else "back_office"


def _deemed(dossier: Dossier, after: Application) -> ApplicationDeemedApprovedV1:
    assert dossier.deemed_approved_on is not None
    return ApplicationDeemedApprovedV1(
        office_code=after.office_code,
        application_id=after.id,
        service_code=after.service_code,
        channel=after.channel.value,
        deemed_approved_on=dossier.deemed_approved_on,
        verified=dossier.service.deemed_approval_is_verified,
    )
