"""What the permit service asks of an application that came from outside. Never reachable from
outside."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from gateway.application.sicantik.hand_over import content_for_service
from gateway.application.sicantik.intake_ports import SicantikPorts
from shared.database.access_log import Access, RecordsAccess
from shared.http import Representation, System, respond


def internal_intakes_router(ports: SicantikPorts, accesses: RecordsAccess) -> APIRouter:
    """`/internal/intakes/{id}`."""
    router = APIRouter(prefix="/internal/intakes", include_in_schema=False)

    @router.get("/{intake_id}")
    async def get_content(intake_id: UUID, office_code: str, caller: System) -> Response:
        """Who applies, and since when; nothing once it was taken over."""
        content = await content_for_service(intake_id, office_code, ports)
        access = Access(
            office_code=office_code,
            subject_type="intake",
            subject=intake_id,
            owner=None,
            fields=("name", "email", "phone", "address"),
            purpose="take_over",
        )
        await accesses.record(caller, access)
        body: dict[str, Any] = {
            "submitted_at": content.submitted_at,
            "applicant": {
                "kind": content.kind,
                "name": content.name,
                "email": content.email,
                "phone": content.phone,
                "address": content.address,
            },
            "location_address": content.location_address,
        }
        return respond(Representation(body=body))

    return router
