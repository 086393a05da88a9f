"""Moments of applications are kept, so that the steps that follow from them can be measured."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from reporting_service.application.ports import Work
from reporting_service.application.record_facts import record_moments
from reporting_service.domain.step import Moment, ToldMoment
from reporting_service.entrypoints.consumers.groundwork import EventT, Reaction, listen
from shared.contracts.event import Event
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationResubmittedV1,
    ApplicationReturnedV1,
    ApplicationSubmittedV1,
    ApplicationValidatedV1,
    ApplicationVerifiedV1,
    LicenceDeliveredV1,
    LicenceIssuedV1,
    RecommendationGivenV1,
    RecommendationRequestedV1,
    ServiceTimeExceededV1,
)
from shared.contracts.survey import SurveyCompletedV1
from shared.messaging.contract import AnySubscription, Delivery

# The event, the field that tells when, and the name of the reaction for ever.
_TOLD: tuple[tuple[type[Event], str, str], ...] = (
    (ApplicationSubmittedV1, "submitted_at", "note-submitted"),
    (ApplicationResubmittedV1, "submitted_at", "note-resubmitted"),
    (ApplicationVerifiedV1, "verified_at", "note-verified"),
    (ApplicationReturnedV1, "returned_at", "note-returned"),
    (ApplicationRejectedV1, "rejected_at", "note-rejected"),
    (RecommendationRequestedV1, "requested_at", "note-asked"),
    (RecommendationGivenV1, "given_at", "note-advised"),
    (ApplicationValidatedV1, "validated_at", "note-validated"),
    (SurveyCompletedV1, "completed_at", "note-surveyed"),
    (LicenceIssuedV1, "signed_at", "note-signed"),
    (LicenceDeliveredV1, "delivered_at", "note-delivered"),
    (ServiceTimeExceededV1, "", "note-exceeded"),
)


def subscriptions() -> tuple[AnySubscription, ...]:
    """A reaction per contract."""
    return tuple(
        listen(contract, "steps", _noting(contract, _moment_of(name), field), name=name)
        for contract, field, name in _TOLD
    )


def _moment_of(name: str) -> Callable[[Any], Moment]:
    """What an event of that reaction tells."""
    moment = Moment(name.removeprefix("note-"))
    if moment is not Moment.RETURNED:
        return lambda _event: moment
    # The back office sends back what it cannot validate: it goes to the front office again.
    return lambda event: Moment.SENT_BACK if event.returned_by == "back_office" else Moment.RETURNED


def _noting(
    contract: type[Event], moment_of: Callable[[Any], Moment], field: str
) -> Reaction[EventT]:
    service, agency, due = (
        _reader(contract, name, default)
        for name, default in (("service_code", ""), ("agency", ""), ("due_on", None))
    )

    async def note(deliveries: Sequence[Delivery[EventT]], work: Work) -> None:
        told = [
            ToldMoment(
                office_code=one.event.office_code,
                application_id=one.event.application_id,  # type: ignore[attr-defined]
                moment=moment_of(one.event),
                at=getattr(one.event, field) if field else one.message.occurred_at,
                service_code=service(one.event),
                agency=agency(one.event),
                actor=one.message.actor,
                due_on=due(one.event),
            )
            for one in deliveries
        ]
        await record_moments(told, work)

    return note


def _reader(contract: type[Event], name: str, default: object) -> Callable[[Any], Any]:
    """Reads a field that not every contract has. Looked up once: asking an event for what it does
    not have costs more than all the rest."""
    return attrgetter(name) if name in contract.model_fields else lambda _event: default
