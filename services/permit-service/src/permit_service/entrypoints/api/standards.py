"""`/v1/service-standards`: which services have an approved standard and procedure."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from permit_service.application.read_standards import read_standards
from permit_service.domain.standard_coverage import Coverage, DocumentState
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.words import Code
from shared.http import Answer, Representation, answers, respond

router = APIRouter(prefix="/v1", tags=["catalogue"])


class CoverageAnswer(Answer):
    """A service, its standard (SPP) and procedure (SOP), and agencies without one in force."""

    service_code: str
    name: str
    version: int
    service_standard: DocumentState
    operating_procedure: DocumentState
    agencies_without_procedure: list[str]


class StandardsAnswer(Answer):
    """`lacking` are the services without an approved standard or procedure."""

    office_code: str
    services: int
    approved: int
    lacking: list[str]
    items: list[CoverageAnswer]


@router.get("/service-standards", responses=answers(StandardsAnswer))
async def get_standards(office_code: Annotated[Code, Query()], api: Permits) -> Response:
    """Coverage with approved standards, service by service."""
    found = await read_standards(office_code, api.ports)
    lacking = [one.service.code for one in found if one.is_lacking]
    body = {
        "office_code": office_code,
        "services": len(found),
        "approved": len(found) - len(lacking),
        "lacking": lacking,
        "items": [_row(one) for one in found],
    }
    return respond(Representation(body=body))


def _row(one: Coverage) -> dict[str, object]:
    return {
        "service_code": one.service.code,
        "name": one.service.name,
        "version": one.service.version,
        "service_standard": one.service_standard.value,
        "operating_procedure": one.operating_procedure.value,
        "agencies_without_procedure": list(one.agencies_without_procedure),
    }
