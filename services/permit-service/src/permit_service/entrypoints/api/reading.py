"""Routes that read applications: one, its history, its files."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from permit_service.application.personal_reads import read_dossier, record_file
from permit_service.application.read_applications import (
    read_application,
    read_timeline,
)
from permit_service.application.rejection_letter import open_rejection_letter
from permit_service.application.validate_application import draft_key
from permit_service.entrypoints.api.answers import (
    ApplicationAnswer,
    HistoryPage,
)
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.files import attachment
from permit_service.entrypoints.api.views import (
    application_view,
    event_body,
)
from shared.errors import NotFound
from shared.http import (
    Representation,
    SignedIn,
    answers,
    answers_file,
    respond,
)

router = APIRouter(prefix="/v1/applications", tags=["applications"])


@router.get("/{application_id}", responses=answers(ApplicationAnswer))
async def get_application(application_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """One application, as this caller may see it."""
    dossier = await read_dossier(application_id, caller, api.ports)
    return respond(application_view(dossier, caller, api))


@router.get("/{application_id}/timeline", responses=answers(HistoryPage))
async def get_timeline(application_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """What was told of the application and its licence, oldest first."""
    _, events = await read_timeline(application_id, caller, api.ports)
    body = {"items": [event_body(one, caller) for one in events], "next_cursor": None}
    return respond(Representation(body=body))


@router.get(
    "/{application_id}/rejection-letter.pdf",
    response_class=StreamingResponse,
    responses=answers_file("application/pdf"),
)
async def get_rejection_letter(
    application_id: UUID, caller: SignedIn, api: Permits
) -> StreamingResponse:
    """The letter of a rejection, once there is one: the same bytes ever after."""
    chunks = await open_rejection_letter(application_id, caller, api.ports)
    return attachment(chunks, name="penolakan", media_type="application/pdf")


@router.get(
    "/{application_id}/draft.pdf",
    response_class=StreamingResponse,
    responses=answers_file("application/pdf"),
)
async def get_draft(application_id: UUID, caller: SignedIn, api: Permits) -> StreamingResponse:
    """The draft of the licence, once it was validated."""
    dossier = await read_application(application_id, caller, api.ports)
    if dossier.application.draft_sha256 is None:
        raise NotFound
    await record_file(dossier, caller, api.ports, file="draft", purpose="download")
    chunks = await api.ports.storage.stream(draft_key(dossier.application))
    return attachment(chunks, name="draft", media_type="application/pdf")
