"""Answers of technical agencies become counters of how long they took."""

from reporting_service.application.ports import Work
from reporting_service.application.record_facts import office_of, record_agency_answers
from reporting_service.domain.performance import AgencyAnswer
from reporting_service.entrypoints.consumers.groundwork import Deliveries, listen
from shared.contracts.permit import RecommendationGivenV1
from shared.messaging.contract import AnySubscription


async def count_answers(deliveries: Deliveries[RecommendationGivenV1], work: Work) -> None:
    """An answer whose time was not told counts nowhere: it is not known how long it took."""
    office = await office_of(deliveries[0].event.office_code, work)
    answers = [
        AgencyAnswer(
            office_code=office.code,
            application_id=one.event.application_id,
            service_code=one.event.service_code,
            agency=one.event.agency,
            given_at=one.event.given_at,
            given_on=office.today(one.event.given_at),
            working_days=one.event.working_days,
        )
        for one in deliveries
        if one.event.working_days is not None
    ]
    if answers:
        await record_agency_answers(answers, work)


def subscriptions() -> tuple[AnySubscription, ...]:
    """One reaction."""
    return (listen(RecommendationGivenV1, "agencies", count_answers, name="count-agency-answer"),)
