"""Routes for anybody: the catalogue (Ps 2(3)a) and the tracking of a receipt (Ps 2(3)b)."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from permit_service.application.read_applications import track_application
from permit_service.application.read_catalogue import list_services, read_service
from permit_service.entrypoints.api.answers import TrackingAnswer
from permit_service.entrypoints.api.catalogue_answers import ServiceAnswer, ServicesPage
from permit_service.entrypoints.api.catalogue_views import service_body
from permit_service.entrypoints.api.context import Language, Permits
from permit_service.entrypoints.api.views import tracking_body
from permit_service.entrypoints.api.words import Code, Search
from shared.http import Representation, answers, respond

router = APIRouter(prefix="/v1", tags=["public"])


@router.get("/services", responses=answers(ServicesPage))
async def get_services(office_code: Annotated[Code, Query()], api: Permits) -> Response:
    """Every service of an office, with requirements, fee, service time and guide."""
    services = await list_services(office_code, api.ports)
    body = {"items": [service_body(one) for one in services], "next_cursor": None}
    return respond(Representation(body=body))


@router.get("/services/{code}", responses=answers(ServiceAnswer))
async def get_service(
    code: Search, office_code: Annotated[Code, Query()], api: Permits
) -> Response:
    """One service."""
    service = await read_service(office_code, code, api.ports)
    return respond(Representation(body=service_body(service), version=service.version))


@router.get("/tracking/{receipt_number}", responses=answers(TrackingAnswer))
async def get_tracking(receipt_number: Search, api: Permits, language: Language) -> Response:
    """The stages of an application, for whoever holds its receipt."""
    dossier = await track_application(receipt_number, api.ports)
    return respond(Representation(body=tracking_body(dossier, language)))
