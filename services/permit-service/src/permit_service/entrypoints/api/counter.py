"""Routes of the counter: originals that were seen, and the printed receipt."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ConfigDict, Field

from permit_service.application.access import ASSISTANTS
from permit_service.application.serve_counter import SeeOriginals, print_receipt, see_originals
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.views import application_view
from permit_service.entrypoints.api.who import officers
from shared.http import Idempotent, IfMatch, SignedIn, answers, answers_file

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["counter"])


class OriginalsBody(Body):
    """`POST …/originals`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"requirement_nos": [1, 2], "returned": True}]}
    )

    requirement_nos: Annotated[tuple[int, ...], Field(min_length=1, max_length=100)]
    returned: bool = False


@router.post("/originals", responses=answers(ApplicationAnswer), dependencies=officers(*ASSISTANTS))
async def post_originals(
    application_id: UUID,
    body: OriginalsBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """Originals were compared with their scans, and given back."""
    return await request.run(
        lambda once: see_originals(
            SeeOriginals(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                requirement_nos=body.requirement_nos,
                is_returned=body.returned,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )


@router.get("/receipt.pdf", response_class=Response, responses=answers_file("application/pdf"))
async def get_receipt(application_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """The receipt on paper; at the counter with the claim code."""
    content = await print_receipt(application_id, caller, api.ports)
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "Content-Disposition": 'attachment; filename="receipt.pdf"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
