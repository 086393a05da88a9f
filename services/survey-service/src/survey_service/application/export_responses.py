"""Staff read the table of answers, in the order of the sheets they came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.identity import STAFF, Caller
from survey_service.application.ports import Ports
from survey_service.application.record_at_counter import office_of_staff
from survey_service.application.record_response import office_of
from survey_service.domain.response import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportResponses:
    """`after` is the last answer of the page before."""

    caller: Caller
    period: str
    after: UUID | None
    limit: int


async def export_responses(query: ExportResponses, ports: Ports) -> Sequence[Response]:
    """Answers of a period without profile and words; raises Forbidden for anybody but staff."""
    office_code = office_of_staff(query.caller, *STAFF)
    async with ports.read(query.caller) as reading:
        office = await office_of(reading, office_code)
        period = office.period(query.period)
        return await reading.responses.export(
            period.first_day, period.last_day, after=query.after, limit=query.limit
        )
