"""Answer sheets go into the sums of their month."""

from reporting_service.application.ports import Work
from reporting_service.application.record_facts import record_responses
from reporting_service.domain.survey import Response
from reporting_service.entrypoints.consumers.groundwork import Deliveries, listen
from shared.contracts.survey import ResponseRecordedV1
from shared.messaging.contract import AnySubscription


async def add_responses(deliveries: Deliveries[ResponseRecordedV1], work: Work) -> None:
    """Adds answer sheets; one that is not nine answers of 1 to 4 is set aside."""
    responses = [
        Response.of(
            id=one.event.response_id,
            answered_on=one.event.answered_on,
            service_code=one.event.service_code,
            collection_mode=one.event.collection_mode,
            answers=one.event.answers,
        )
        for one in deliveries
    ]
    await record_responses(deliveries[0].event.office_code, responses, work)


def subscriptions() -> tuple[AnySubscription, ...]:
    """The one reaction to answers."""
    return (listen(ResponseRecordedV1, "survey", add_responses, name="add-response"),)
