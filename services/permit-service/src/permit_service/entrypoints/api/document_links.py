"""`/v1/document-links`: a new link to the document that an applicant was sent."""

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ConfigDict

from permit_service.application.document_links import SendNewLink, send_new_link
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.words import Line
from shared.http import Idempotent, Representation, answers
from shared.http.described import Answer

router = APIRouter(prefix="/v1", tags=["public"])


class NewLinkBody(Body):
    """The number of the receipt."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"receipt_number": "8102-7QKX-2M9D-4TWA-K3ZP"}]}
    )

    receipt_number: Line


class NewLinkAnswer(Answer):
    """The same for every number: whether there is such a document is not told."""

    state: Literal["accepted"]


@router.post("/document-links", status_code=202, responses=answers(NewLinkAnswer, 202))
async def post_document_link(body: NewLinkBody, request: Idempotent, api: Permits) -> Response:
    """Has a new link to the licence (Ps 6(1)f), or to a rejection's letter, sent to the address on
    record. The link before it ends; what asks too often changes nothing."""
    return await request.run(
        lambda once: send_new_link(
            SendNewLink(receipt_number=body.receipt_number, once=once), api.ports
        ),
        body=body.model_dump(mode="json"),
        shape=lambda _: Representation(body={"state": "accepted"}),
        status=202,
    )
