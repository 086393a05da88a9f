"""Routes of the documents of an application: handing in, listing, reading, taking back."""

import hashlib
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from permit_service.application.add_document import AddDocument, Handed, add_document
from permit_service.application.read_applications import read_application
from permit_service.application.read_document import ReadDocument, read_document
from permit_service.application.remove_document import RemoveDocument, remove_document
from permit_service.entrypoints.api.answers import (
    ApplicationAnswer,
    DocumentAnswer,
    DocumentsPage,
)
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.files import attachment
from permit_service.entrypoints.api.views import (
    application_view,
    document_bodies,
    document_body,
)
from permit_service.entrypoints.api.who import OF_APPLICANT
from shared.documents.examination import HandedIn
from shared.errors import InvalidRequest
from shared.http import (
    Idempotent,
    IfMatch,
    Representation,
    RequiredIfMatch,
    SignedIn,
    Upload,
    answers,
    answers_file,
    receive_kept_upload,
    refuses,
    respond,
)

# The body is read as a stream, which the framework cannot describe by itself.
_UPLOAD = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["requirement_no", "file"],
                "properties": {
                    "requirement_no": {"type": "integer"},
                    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
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

router = APIRouter(prefix="/v1/applications/{application_id}/documents", tags=["applications"])


@router.post(
    "",
    status_code=201,
    responses=answers(DocumentAnswer, 201),
    openapi_extra={"requestBody": _UPLOAD},
    dependencies=OF_APPLICANT,
)
async def post_document(
    application_id: UUID,
    upload_request: Request,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """A document for one requirement: multipart, fields `requirement_no` and `file`. A later one
    for the same requirement takes the place of the former."""
    upload = await receive_kept_upload(upload_request)
    requirement_no = _requirement_no(upload)
    return await request.run(
        lambda once: add_document(
            AddDocument(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                requirement_no=requirement_no,
                file=HandedIn(upload.file.file),
                once=once,
            ),
            api.ports,
        ),
        body={"requirement_no": requirement_no, "sha256": await _checksum(upload)},
        shape=_handed,
        status=201,
    )


def _requirement_no(upload: Upload) -> int:
    text = upload.fields.get("requirement_no", "")
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise InvalidRequest(pointers=(("/requirement_no", "int_parsing"),))
    return int(text)


async def _checksum(upload: Upload) -> str:
    digest = hashlib.sha256()
    async for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _handed(handed: Handed) -> Representation:
    return Representation(
        body=document_body(handed.document, counts=True),
        version=handed.dossier.application.version,
    )


@router.get("", responses=answers(DocumentsPage))
async def get_documents(application_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """What was handed in, by whom and when, oldest first; `counts` is false for what was replaced
    by a later one."""
    application = (await read_application(application_id, caller, api.ports)).application
    body = {"items": document_bodies(application.documents), "next_cursor": None}
    return respond(Representation(body=body, version=application.version))


@router.get(
    "/{document_id}",
    response_class=StreamingResponse,
    responses=answers_file("application/pdf", "image/jpeg", "image/png") | _HELD_BACK,
)
async def get_document(
    application_id: UUID, document_id: UUID, caller: SignedIn, api: Permits
) -> StreamingResponse:
    """A document that was handed in, as an attachment, for the owner and for those who decide."""
    asked = ReadDocument(caller=caller, application_id=application_id, document_id=document_id)
    found, chunks = await read_document(asked, api.ports)
    return attachment(
        chunks, name=f"{found.requirement_no}", media_type=found.media_type, size=found.size
    )


@router.delete("/{document_id}", responses=answers(ApplicationAnswer), dependencies=OF_APPLICANT)
async def delete_document(
    application_id: UUID,
    document_id: UUID,
    caller: SignedIn,
    version: RequiredIfMatch,
    api: Permits,
) -> Response:
    """Takes a document back, as long as it is not on record: what was submitted stays. The version
    is the application's."""
    command = RemoveDocument(
        caller=caller,
        application_id=application_id,
        document_id=document_id,
        expected_version=version,
    )
    dossier = await remove_document(command, api.ports)
    return respond(application_view(dossier, caller, api))
