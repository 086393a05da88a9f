"""Routes of visits to the place: a date, the finding, and pictures."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from permit_service.application.access import VALIDATORS, VISITORS
from permit_service.application.visit_site import (
    AddPhoto,
    ReadPhoto,
    RecordVisit,
    ScheduleVisit,
    add_photo,
    read_photo,
    record_visit,
    schedule_visit,
)
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.files import attachment, checksum_of
from permit_service.entrypoints.api.one_step import OneStep
from permit_service.entrypoints.api.views import application_view
from permit_service.entrypoints.api.visit_shapes import ReportBody, VisitBody
from permit_service.entrypoints.api.who import officers
from shared.documents.examination import HandedIn
from shared.http import (
    Idempotent,
    IfMatch,
    SignedIn,
    answers,
    answers_file,
    receive_kept_upload,
    refuses,
)

# The body is read as a stream, which the framework cannot describe by itself.
_PICTURE = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "contentMediaType": "application/octet-stream"}
                },
            }
        }
    },
}
_HELD_BACK = refuses(
    409,
    "It is not given out: `document_infected`, `document_not_scanned_yet`, or `checksum_mismatch`"
    " when the stored file is another than was handed in.",
)

router = APIRouter(prefix="/v1/applications/{application_id}/site-visits", tags=["site visits"])


@router.post("", responses=answers(ApplicationAnswer), dependencies=officers(*VALIDATORS))
async def post_visit(body: VisitBody, step: OneStep) -> Response:
    """A date for a visit, also in the place of one that was not kept."""
    return await step.run(
        schedule_visit,
        lambda given: ScheduleVisit(
            **given, scheduled_on=body.scheduled_on, officers=body.officers
        ),
        body,
    )


@router.post(
    "/{visit_id}/report", responses=answers(ApplicationAnswer), dependencies=officers(*VISITORS)
)
async def post_report(visit_id: UUID, body: ReportBody, step: OneStep) -> Response:
    """What was found; a place that does not conform cannot be validated."""
    return await step.run(
        record_visit,
        lambda given: RecordVisit(
            **given,
            visit_id=visit_id,
            visited_on=body.visited_on,
            visited_by=body.visited_by,
            result=body.result,
            notes=body.notes,
        ),
        body,
    )


@router.post(
    "/{visit_id}/photos",
    status_code=201,
    responses=answers(ApplicationAnswer, 201),
    openapi_extra={"requestBody": _PICTURE},
    dependencies=officers(*VISITORS),
)
async def post_photo(
    application_id: UUID,
    visit_id: UUID,
    upload_request: Request,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """A picture from the place: multipart, field `file`, JPEG or PNG."""
    upload = await receive_kept_upload(upload_request)
    return await request.run(
        lambda once: add_photo(
            AddPhoto(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                visit_id=visit_id,
                file=HandedIn(upload.file.file),
                once=once,
            ),
            api.ports,
        ),
        body={"sha256": await checksum_of(upload)},
        shape=lambda dossier: application_view(dossier, caller, api),
        status=201,
    )


@router.get(
    "/{visit_id}/photos/{photo_id}",
    response_class=StreamingResponse,
    responses=answers_file("image/jpeg", "image/png") | _HELD_BACK,
)
async def get_photo(
    application_id: UUID, visit_id: UUID, photo_id: UUID, caller: SignedIn, api: Permits
) -> StreamingResponse:
    """A picture, as an attachment."""
    asked = ReadPhoto(
        caller=caller, application_id=application_id, visit_id=visit_id, photo_id=photo_id
    )
    found, chunks = await read_photo(asked, api.ports)
    return attachment(chunks, name=str(photo_id), media_type=found.media_type, size=found.size)
