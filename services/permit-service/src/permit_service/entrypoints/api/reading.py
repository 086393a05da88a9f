"""Routes that read applications: one, its history, its files, and the inbox."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from permit_service.application.personal_reads import read_dossier, record_file
from permit_service.application.read_applications import (
    ListApplications,
    list_applications,
    read_application,
    read_timeline,
)
from permit_service.application.validate_application import draft_key
from permit_service.domain.steps import Status
from permit_service.entrypoints.api.answers import (
    ApplicationAnswer,
    ApplicationsPage,
    HistoryPage,
)
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.files import attachment
from permit_service.entrypoints.api.views import (
    application_view,
    event_body,
    row_body,
)
from permit_service.entrypoints.api.words import Code, Search
from shared.errors import NotFound
from shared.http import (
    Cursor,
    Limit,
    Representation,
    SignedIn,
    answers,
    answers_file,
    decode_cursor,
    encode_cursor,
    page,
    respond,
)

router = APIRouter(prefix="/v1/applications", tags=["applications"])


@router.get("", responses=answers(ApplicationsPage))
async def get_applications(
    caller: SignedIn,
    api: Permits,
    status: Status | None = None,
    service_code: Annotated[Code | None, Query()] = None,
    q: Annotated[Search | None, Query()] = None,
    mine: bool = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The inbox of the office's people; an applicant sees their own."""
    position = decode_cursor(cursor, UUID)
    asked = ListApplications(
        caller=caller,
        limit=limit,
        before=position[0] if position else None,
        status=status,
        service_code=service_code,
        text=q,
        mine=mine,
    )
    rows = await list_applications(asked, api.ports)
    body = page(rows, limit, shape=row_body, cursor=lambda row: encode_cursor(str(row.id)))
    return respond(Representation(body=body))


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
