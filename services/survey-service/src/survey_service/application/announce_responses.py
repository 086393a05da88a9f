"""Tells the other services of answers, several together and in no order.

An answer told in the transaction that completes its application could be found beside it in the
log. Told later, together with at least four others or after its day has passed, it leads nowhere.
"""

from collections.abc import Iterable

from shared.contracts.survey import ResponseRecordedV1
from shared.identity import ANYBODY
from shared.telemetry import set_correlation_id
from survey_service.application.ports import Ports, Work
from survey_service.application.references import at_office
from survey_service.domain.response import Response

AT_ONCE = 500


async def announce_responses(ports: Ports) -> int:
    """One step of the timer; returns how many answers were told."""
    async with ports.read(ANYBODY) as reading:
        waiting = await reading.responses.offices_with_untold()
    told = 0
    for office_code in waiting:
        told += await _announce_for(office_code, ports)
    return told


async def _announce_for(office_code: str, ports: Ports) -> int:
    # Whatever this task did before, no request's id goes with an answer.
    set_correlation_id(None)
    async with ports.begin(at_office(office_code)) as work:
        office = await work.offices.get(office_code)
        if office is None:
            return 0
        responses = await work.responses.take_untold(
            together=ports.answers_told_together, before=office.day_of(work.now), limit=AT_ONCE
        )
        tell(responses, work)
        return len(responses)


def tell(responses: Iterable[Response], work: Work) -> None:
    """One fact per answer: a day and nine numbers."""
    for response in responses:
        work.events.add(
            ResponseRecordedV1(
                office_code=response.office_code,
                response_id=response.id,
                answered_on=response.answered_on,
                service_code=response.service_code,
                collection_mode=response.collection_mode.value,
                answers=dict(response.answers),
            )
        )
