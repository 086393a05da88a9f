"""`/v1/businesses`: who is supervised, where, and with which licences."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from inspection_service.application.ports import (
    Ports,
)
from inspection_service.application.read_businesses import list_businesses, show_business
from inspection_service.domain.business import Business
from inspection_service.entrypoints.api.fields import Nib
from shared.http import (
    Cursor,
    Limit,
    Representation,
    SignedIn,
    decode_cursor,
    encode_cursor,
    respond,
)
from shared.http import page as page_of


def business_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""

    @router.get("/v1/businesses")
    async def businesses(caller: SignedIn, limit: Limit = 50, cursor: Cursor = None) -> Response:
        """The businesses of an office by NIB, for its staff; an owner sees their own."""
        after = decode_cursor(cursor, str)
        found = await list_businesses(
            caller, ports, after=None if after is None else after[0], limit=limit
        )
        body = page_of(
            found, limit, shape=business_view, cursor=lambda last: encode_cursor(last.nib)
        )
        return respond(Representation(body=body))

    @router.get("/v1/businesses/{nib}")
    async def business(nib: Nib, caller: SignedIn) -> Response:
        """One business with its places, activities, licences and compliance. For the staff of its
        office and its owner; anybody else finds nothing."""
        found = await show_business(nib, caller, ports)
        return respond(Representation(body=business_view(found), version=found.version))


def business_view(business: Business) -> dict[str, Any]:
    """The business as clients are promised it."""
    return {
        "nib": business.nib,
        "office_code": business.office_code,
        "name": business.name,
        "scale": business.scale,
        "locations": [
            {
                "id": place.id,
                "address": place.address,
                "district": place.district,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "activities": [
                    {"kbli": one.kbli, "risk": one.risk, "project_id": one.project_id}
                    for one in place.activities
                ],
            }
            for place in business.locations
        ],
        "licences": [
            {
                "id": one.id,
                "number": one.number,
                "service_code": one.service_code,
                "issued_on": one.issued_on,
                "status": one.status,
            }
            for one in business.licences
        ],
        "compliance": business.compliance,
    }
