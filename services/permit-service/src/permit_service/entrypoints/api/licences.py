"""Routes of licences: for their owners and the office, and for anybody who holds the QR code."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from permit_service.application.listing import LicenceQuery
from permit_service.application.personal_reads import NAME, record_licence
from permit_service.application.read_licences import (
    CheckedLicence,
    LicenceFile,
    check_licence,
    list_licences,
    open_document,
    read_licence,
    read_licence_timeline,
)
from permit_service.domain.applicant import masked_name
from permit_service.domain.licence import LicenceStatus
from permit_service.entrypoints.api.answers import (
    HistoryPage,
    LicenceAnswer,
    LicencesPage,
    VerificationAnswer,
)
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.files import attachment
from permit_service.entrypoints.api.members import members
from permit_service.entrypoints.api.views import event_body
from permit_service.entrypoints.api.words import Code, Nib, Search
from shared.http import (
    Cursor,
    Limit,
    Representation,
    SignedIn,
    answers,
    answers_file,
    decode_id,
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
    status: LicenceStatus | None = None,
    service_code: Annotated[Code | None, Query()] = None,
    q: Annotated[Search | None, Query()] = None,
    valid_until_from: date | None = None,
    valid_until_to: date | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The applicant's own licences, or the office's; `q` is how the number begins."""
    asked = LicenceQuery(
        limit=limit,
        now=api.ports.clock.now(),
        before=decode_id(cursor),
        nib=nib,
        status=status,
        service_code=service_code,
        number=q,
        ends_from=valid_until_from,
        ends_until=valid_until_to,
    )
    files = await list_licences(caller, asked, api.ports)
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


@router.get("/licences/{licence_id}/timeline", responses=answers(HistoryPage))
async def get_licence_timeline(licence_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """What was told of the licence, oldest first: issue, delivery, sanctions, its end."""
    events = await read_licence_timeline(licence_id, caller, api.ports)
    body = {"items": [event_body(one, caller) for one in events], "next_cursor": None}
    return respond(Representation(body=body))


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
        "replaces": licence.replaces,
        "replaced_by": licence.replaced_by,
        "verification_token": licence.verification_token,
        "signature": _signature(found),
        "sha256": licence.signature.sha256 if licence.signature else None,
        "paper": licence.paper and members(licence.paper),
        "number_format": licence.number_format and members(licence.number_format),
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
        "replaced_by": checked.replaced_by,
        "signature": {"valid": checked.has_valid_signature} | _signature(found),
        "sha256": licence.signature.sha256 if licence.signature else None,
    }


def _signature(found: LicenceFile) -> dict[str, Any]:
    signature = found.licence.signature
    if signature is None:
        return {"signed_by": None, "signed_at": None, "acting_as": None}
    return {
        "signed_by": signature.signed_by,
        "signed_at": signature.signed_at,
        "acting_as": signature.acting_as,
    }
