"""Letters that ask for data, and their replies."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from reporting_service.application.enter_data_request import (
    EnterDataRequest,
    enter_data_request,
    extract_of_reply,
    extract_on_paper,
    find_data_request,
    list_data_requests,
)
from reporting_service.application.media_types import PDF, XLSX
from reporting_service.application.ports import Ports
from reporting_service.application.reply_to_data_request import (
    ExtractFilter,
    ReplyToDataRequest,
    reply_to_data_request,
)
from reporting_service.domain.data_request import DataRequest, Reply, RequesterType
from reporting_service.domain.particulars import initials_of
from reporting_service.entrypoints.api.bodies import Sentence, own_office
from reporting_service.entrypoints.api.reports import Accept
from shared.http import (
    Cursor,
    Idempotent,
    IfMatch,
    Limit,
    Representation,
    SignedIn,
    by,
    decode_cursor,
    encode_cursor,
    page,
    respond,
)
from shared.identity import Caller, Role
from shared.messaging.once import Once

Number = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[\w./ -]+$")]
FieldName = Annotated[str, Field(pattern=r"^[\w .-]{1,60}$")]
FieldNames = Annotated[list[FieldName], Field(max_length=50)]
PREFIX = "/v1/data-requests"


class DataRequestBody(BaseModel):
    """A letter that came in."""

    model_config = ConfigDict(extra="forbid")

    requester_type: RequesterType
    sender: Sentence
    subject: Sentence
    received_on: date | None = None
    letter_number: Number | None = None
    letter_date: date | None = None


class ExtractBody(BaseModel):
    """Licences issued from one day to another, of these services or of all."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    service_codes: FieldNames = []
    first: date = Field(alias="from")
    last: date = Field(alias="to")


class ReplyBody(BaseModel):
    """The reply; the system numbers it unless it was written before."""

    model_config = ConfigDict(extra="forbid")

    recipients: Annotated[list[Sentence], Field(max_length=50)] = []
    unit: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{0,19}$")] = "PTSP"
    number: Number | None = None
    dated_on: date | None = None
    extract: ExtractBody | None = None
    fields: FieldNames = []
    personal_fields: FieldNames = []
    count: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    legal_basis: Sentence | None = None
    purpose: Sentence | None = None


# Who enters letters and answers them (API.md).
_ANSWER = (Role.FRONT_OFFICE, Role.HEAD)


def router(ports: Ports) -> APIRouter:
    """`/v1/data-requests` and `POST /{id}/reply`."""
    routes = APIRouter(prefix=PREFIX, tags=["reports"])

    @routes.post("", status_code=201, dependencies=by(Role.FRONT_OFFICE, Role.HEAD))
    async def enter(body: DataRequestBody, caller: SignedIn, idempotent: Idempotent) -> Response:
        """Enters a letter that asks for data. By the front office or the Head."""
        return await idempotent.run(
            lambda once: enter_data_request(
                EnterDataRequest(
                    caller=caller, office_code=own_office(caller), once=once, **body.model_dump()
                ),
                ports,
            ),
            body=body,
            shape=request_view,
            status=201,
        )

    @routes.get("")
    async def list_all(caller: SignedIn, limit: Limit = 50, cursor: Cursor = None) -> Response:
        """Letters that asked for data and what became of each, for the office's staff."""
        decoded = decode_cursor(cursor, date.fromisoformat, UUID)
        after = None if decoded is None else (decoded[0], decoded[1])
        found = await list_data_requests(own_office(caller), caller, after, limit, ports)
        body = page(
            found,
            limit,
            shape=lambda one: listed_body(one, caller),
            cursor=lambda one: encode_cursor(one.received_on.isoformat(), str(one.id)),
        )
        return respond(Representation(body=body))

    @routes.get("/{request_id}")
    async def show(request_id: UUID, caller: SignedIn) -> Response:
        """One letter with its reply. For the office's staff."""
        return respond(request_view(await find_data_request(request_id, caller, ports)))

    @routes.get("/{request_id}/extract")
    async def extract(request_id: UUID, caller: SignedIn, accept: Accept = XLSX) -> Response:
        """The extract of licences that a reply carries, for the office's staff."""
        if accept.partition(";")[0].strip().lower() == PDF:
            paper = await extract_on_paper(request_id, caller, ports)
            named = {"Content-Disposition": 'attachment; filename="rincian-izin.pdf"'}
            return Response(paper, headers=named, media_type=PDF)
        content = await extract_of_reply(request_id, caller, ports)
        headers = {"Content-Disposition": 'attachment; filename="rincian-izin.xlsx"'}
        return Response(content, headers=headers, media_type=XLSX)

    @routes.post("/{request_id}/reply", dependencies=by(Role.FRONT_OFFICE, Role.HEAD))
    async def reply(
        request_id: UUID,
        body: ReplyBody,
        caller: SignedIn,
        idempotent: Idempotent,
        expected_version: IfMatch,
    ) -> Response:
        """Replies under a number of the office's own, with its extract; what is disclosed of people
        needs a legal basis and stands in the disclosure log. By the front office or the Head."""
        return await idempotent.run(
            lambda once: reply_to_data_request(
                _command(request_id, body, caller, expected_version, once), ports
            ),
            body=body,
            shape=request_view,
        )

    return routes


def _command(
    request_id: UUID,
    body: ReplyBody,
    caller: Caller,
    expected_version: int | None,
    once: Once | None,
) -> ReplyToDataRequest:
    wanted = body.extract
    return ReplyToDataRequest(
        caller=caller,
        request_id=request_id,
        unit=body.unit,
        recipients=tuple(body.recipients),
        number=body.number,
        dated_on=body.dated_on,
        extract=None
        if wanted is None
        else ExtractFilter(
            service_codes=tuple(wanted.service_codes), first=wanted.first, last=wanted.last
        ),
        fields=tuple(body.fields),
        personal_fields=tuple(body.personal_fields),
        count=body.count,
        legal_basis=body.legal_basis,
        purpose=body.purpose,
        expected_version=expected_version,
        once=once,
    )


def request_view(request: DataRequest) -> Representation:
    """A letter with its place."""
    return Representation(
        body=request_body(request), version=request.version, location=f"{PREFIX}/{request.id}"
    )


def listed_body(request: DataRequest, caller: Caller) -> dict[str, Any]:
    """A line of the register: who wrote as a person is masked for those who do not answer."""
    body = request_body(request)
    if request.requester_type is RequesterType.OPD or caller.has(*_ANSWER):
        return body
    body["sender"] = initials_of(request.sender)
    if body["reply"] is not None:
        body["reply"]["recipients"] = [initials_of(one) for one in body["reply"]["recipients"]]
    return body


def request_body(request: DataRequest) -> dict[str, Any]:
    """A letter as the register shows it."""
    return {
        "id": request.id,
        "office_code": request.office_code,
        "requester_type": request.requester_type,
        "sender": request.sender,
        "subject": request.subject,
        "received_on": request.received_on,
        "letter_number": request.letter_number,
        "letter_date": request.letter_date,
        "state": "open" if request.reply is None else "closed",
        "reply": None if request.reply is None else _reply_body(request.reply),
        "actions": ["reply"] if request.reply is None else [],
    }


def _reply_body(reply: Reply) -> dict[str, Any]:
    gives = reply.disclosure
    return {
        "number": reply.number,
        "dated_on": reply.dated_on,
        "recipients": list(reply.recipients),
        "disclosure": {
            "fields": list(gives.fields),
            "personal_fields": list(gives.personal_fields),
            "count": gives.count,
            "legal_basis": gives.legal_basis,
            "purpose": gives.purpose,
        },
        "extract": [
            {
                "number": line.number,
                "service_code": line.service_code,
                "channel": line.channel,
                "issued_on": line.issued_on,
                "nib": line.nib,
            }
            for line in gives.extract
        ],
    }
