"""Routes of licences: for their owners and the office, and for anybody who holds the QR code."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from permit_service.application.personal_reads import NAME, record_licence
from permit_service.application.read_licences import (
    CheckedLicence,
    LicenceFile,
    check_licence,
    list_licences,
    open_document,
    read_licence,
)
from permit_service.domain.applicant import masked_name
from permit_service.entrypoints.api.answers import (
    LicenceAnswer,
    LicencesPage,
    VerificationAnswer,
)
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.files import attachment
from permit_service.entrypoints.api.words import Nib, Search
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

router = APIRouter(prefix="/v1", tags=["licences"])


@router.get("/licences", responses=answers(LicencesPage))
async def get_licences(
    caller: SignedIn,
    api: Permits,
    nib: Annotated[Nib | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The applicant's own licences, or the office's."""
    position = decode_cursor(cursor, UUID)
    files = await list_licences(
        caller, api.ports, limit=limit, before=position[0] if position else None, nib=nib
    )
    body = page(
        files, limit, shape=licence_body, cursor=lambda one: encode_cursor(str(one.licence.id))
    )
    return respond(Representation(body=body))


@router.get("/licences/{licence_id}", responses=answers(LicenceAnswer))
async def get_licence(licence_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """One licence with its status as of today."""
    found = await read_licence(licence_id, caller, api.ports)
    await record_licence(found, caller, api.ports, fields=NAME, purpose="licence")
    return respond(Representation(body=licence_body(found), version=found.licence.version))


@router.get(
    "/licences/{licence_id}/document.pdf",
    response_class=StreamingResponse,
    responses=answers_file("application/pdf"),
)
async def get_licence_document(
    licence_id: UUID, caller: SignedIn, api: Permits
) -> StreamingResponse:
    """The very bytes that were signed."""
    found = await read_licence(licence_id, caller, api.ports)
    await record_licence(found, caller, api.ports, fields=("document",), purpose="download")
    chunks = await open_document(licence_id, caller, api.ports)
    return attachment(chunks, name=str(licence_id), media_type="application/pdf")


@router.get("/verification/{token}", responses=answers(VerificationAnswer))
async def get_verification(token: Search, api: Permits) -> Response:
    """What anybody may know of a licence whose QR code they hold."""
    return respond(Representation(body=verification_body(await check_licence(token, api.ports))))


def licence_body(found: LicenceFile) -> dict[str, Any]:
    """A licence for its owner and the office."""
    licence = found.licence
    return {
        "id": licence.id,
        "office_code": licence.office_code,
        "application_id": licence.application_id,
        "service_code": licence.service_code,
        "service_name": found.service.name,
        "category": found.service.content["category"],
        "channel": licence.channel,
        "number": licence.number,
        "holder_name": licence.holder_name,
        "nib": licence.nib,
        "issued_on": licence.issued_on,
        "valid_until": licence.valid_until,
        "status": found.status,
        "verification_token": licence.verification_token,
        "signature": _signature(found),
        "sha256": licence.signature.sha256 if licence.signature else None,
    }


def verification_body(checked: CheckedLicence) -> dict[str, Any]:
    """The public page: the holder is masked, the status is live."""
    found = checked.file
    licence = found.licence
    return {
        "number": licence.number,
        "office_code": licence.office_code,
        "service": found.service.name,
        "service_code": licence.service_code,
        "holder": masked_name(licence.holder_name),
        "issued_on": licence.issued_on,
        "valid_until": licence.valid_until,
        "status": found.status,
        "signature": {"valid": checked.has_valid_signature} | _signature(found),
        "sha256": licence.signature.sha256 if licence.signature else None,
    }


def _signature(found: LicenceFile) -> dict[str, Any]:
    signature = found.licence.signature
    if signature is None:
        return {"signed_by": None, "signed_at": None}
    return {"signed_by": signature.signed_by, "signed_at": signature.signed_at}
