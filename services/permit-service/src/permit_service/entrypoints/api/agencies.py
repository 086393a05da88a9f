"""Routes about the technical agencies: how they keep their time."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from permit_service.application.read_agency_times import read_agency_times
from permit_service.entrypoints.api.clock_answers import AgencyTimesPage
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.members import members
from shared.http import Representation, SignedIn, answers, respond

router = APIRouter(prefix="/v1/recommendation-times", tags=["clocks"])


@router.get("", responses=answers(AgencyTimesPage))
async def get_recommendation_times(
    caller: SignedIn, api: Permits, period: Annotated[str, Query(max_length=10)]
) -> Response:
    """Requests of the period per agency: answered, answered late, overdue."""
    found = await read_agency_times(period, caller, api.ports)
    body = {"period": period, "items": [members(one) for one in found], "next_cursor": None}
    return respond(Representation(body=body))
