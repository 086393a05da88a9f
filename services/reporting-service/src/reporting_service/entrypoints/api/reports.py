"""The quarterly report."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from reporting_service.application.ports import Ports
from reporting_service.application.quarterly_report import QuarterQuery, quarterly_report
from reporting_service.entrypoints.api.report_view import report_view
from shared.calendar.office_time import Quarter
from shared.errors import InvalidRequest
from shared.http import SignedIn, respond
from shared.identity import Caller

OfficeCode = Annotated[str | None, Query(max_length=13, pattern=r"^[0-9.]+$")]
Year = Annotated[int, Path(ge=1990, le=2100)]
QuarterNumber = Annotated[int, Path(ge=1, le=4)]


def router(ports: Ports) -> APIRouter:
    """`GET /v1/reports/quarterly/{year}/{quarter}`."""
    routes = APIRouter(tags=["reports"])

    @routes.get("/v1/reports/quarterly/{year}/{quarter}")
    async def get_report(
        year: Year, quarter: QuarterNumber, caller: SignedIn, office_code: OfficeCode = None
    ) -> Response:
        query = QuarterQuery(
            caller=caller,
            office_code=asked_office(office_code, caller),
            quarter=Quarter(year=year, number=quarter),
        )
        return respond(report_view(await quarterly_report(query, ports)))

    return routes


def asked_office(office_code: str | None, caller: Caller) -> str:
    """The office that was named, or the only one the caller has."""
    if office_code is not None:
        return office_code
    if len(caller.offices) != 1:
        raise InvalidRequest(pointers=(("/query/office_code", "missing"),))
    return caller.offices[0]
