"""`/v1/integrations/oss/…`: the methods that OSS calls here (PIA 4.3.22), and what an office sees
of its connection and asks of OSS itself.

OSS is answered in its own shapes, HTTP 200 with status 1 or 2; who is not OSS is refused as
everywhere.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints

from gateway.application.oss.answer_commitment import (
    AskCommitment,
    CommitmentAnswer,
    answer_commitment,
)
from gateway.application.oss.intake_ports import OssIntakePorts
from gateway.application.oss.read_oss import (
    InquireNib,
    ListedRecord,
    check_nib,
    inquire_nib,
    list_oss_records,
    read_references,
)
from gateway.application.oss.receive_oss_message import (
    OssAnswer,
    ReceiveOssMessage,
    receive_oss_message,
)
from gateway.application.oss.record_ports import OssSendingPorts
from gateway.domain.oss.codes import NIB_STATUSES, Method
from gateway.domain.oss.record import RecordState
from gateway.entrypoints.api.fields import OfficeCode
from gateway.entrypoints.api.oss.examples import EXAMPLES
from gateway.entrypoints.api.oss.shapes import (
    InquiryAnswer,
    NibAnswer,
    OssRecordsPage,
    PiaAnswer,
    ReferencesPage,
    is_shallow,
)
from shared.errors import InvalidRequest
from shared.http import (
    Cursor,
    Idempotent,
    Limit,
    Representation,
    SignedIn,
    answers,
    decode_id,
    encode_cursor,
    page,
    respond,
)
from shared.http.idempotency import IdempotentRequest
from shared.identity import Caller

Message = dict[str, Any]
Token = Annotated[
    str | None,
    Header(
        alias="Token",
        max_length=100,
        description="SHA1(USERNAME + PASSWORD + NIB + Ymd), where those were agreed on with OSS.",
    ),
]
Nib = Annotated[str, Path(pattern=r"^[0-9]{13}$")]
ListCode = Annotated[str, Path(pattern=r"^[0-9]{1,3}$")]
_TAKEN = (
    Method.RECEIVE_NIB,
    Method.RECEIVE_NIB_STPW,
    Method.RECEIVE_NIB_KKPR,
    Method.RECEIVE_NIB_PSE,
    Method.RECEIVE_FILE,
)
_TOO_DEEP = OssAnswer(is_taken=False, text="Data Parameter Salah")


class NewInquiry(BaseModel):
    """Which NIB is fetched from OSS."""

    nib: Annotated[str, StringConstraints(pattern=r"^[0-9]{13}$")]
    office_code: OfficeCode | None = None


def oss_router(intake: OssIntakePorts, sending: OssSendingPorts) -> APIRouter:
    """Both sides of the connection."""
    router = APIRouter(prefix="/v1/integrations/oss", tags=["integrations"])
    for method in _TAKEN:
        router.add_api_route(
            f"/{method.value}",
            _receiving(method, intake),
            methods=["POST"],
            name=f"post_{method.value}",
            description=(
                f"OSS calls `{method.value}` (PIA 4.3.22): what it hands over is taken in once by"
                " its content, and answered with status 1 (taken) or 2 (not taken).\n\n"
                "For the integration that OSS signs in as."
            ),
            responses=answers(PiaAnswer),
            openapi_extra=EXAMPLES[method],
        )

    @router.post(
        f"/{Method.CHECK_COMMITMENT.value}",
        responses=answers(PiaAnswer),
        openapi_extra=EXAMPLES[Method.CHECK_COMMITMENT],
    )
    async def post_check_commitment(
        body: Message, caller: SignedIn, request: Idempotent, token: Token = None
    ) -> Response:
        """OSS asks where a permit stands (`checkKomitmen`).

        For the integration that OSS signs in as. The PIA gives this method no fields: it is shaped
        as `checkLicenseStatus` is.
        """
        question = AskCommitment(caller=caller, body=body if is_shallow(body) else {}, token=token)
        return await request.run(
            lambda _once: answer_commitment(question, intake), body=body, shape=_commitment
        )

    @router.get("/records", responses=answers(OssRecordsPage))
    async def get_records(
        caller: SignedIn,
        state: RecordState | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """What OSS must be told of the office's applications and licences, newest first.

        For licensing officials, the back office and administrators (Perbup Sumba Timur 32/2023
        Ps 10(6) for sanctions). What is `by_hand` OSS offers no method for; its
        `entry_id` stands in `/v1/oss-entries`.
        """
        rows = await list_oss_records(
            caller, sending, state=state, before=decode_id(cursor), limit=limit
        )
        is_connected = sending.oss is not None
        body = page(
            rows,
            limit,
            shape=lambda one: _record(one, is_connected=is_connected),
            cursor=lambda one: encode_cursor(str(one.record.id)),
        )
        return respond(Representation(body=body))

    @router.get("/businesses/{nib}", responses=answers(NibAnswer))
    async def get_business(
        nib: Nib, caller: SignedIn, office_code: Annotated[OfficeCode | None, Query()] = None
    ) -> Response:
        """Whether a NIB exists at OSS, whose it is and where it stands (`checkNIB`).

        For licensing officials, the back office and administrators; 409 where OSS knows none.
        """
        found = await check_nib(caller, _office_of(caller, office_code), nib, sending)
        shown = {
            "nib": found.nib,
            "name": found.name,
            "status": NIB_STATUSES.get(found.status_code),
            "status_code": found.status_code,
        }
        return respond(Representation(body=shown))

    @router.post("/inquiries", responses=answers(InquiryAnswer))
    async def post_inquiry(body: NewInquiry, caller: SignedIn, request: Idempotent) -> Response:
        """Fetches a NIB from OSS (`inqueryNIB`) and takes it in as if OSS had told it.

        For licensing officials, the back office and administrators, where a message was missed.
        """
        office_code = _office_of(caller, body.office_code)
        return await request.run(
            lambda once: inquire_nib(
                InquireNib(caller=caller, office_code=office_code, nib=body.nib, once=once),
                intake,
                sending,
            ),
            body=body,
            shape=lambda found: Representation(
                body={"nib": body.nib, "is_taken": found.is_taken, "text": found.text}
            ),
        )

    @router.get("/references/{list_code}", responses=answers(ReferencesPage))
    async def get_references(
        list_code: ListCode,
        caller: SignedIn,
        office_code: Annotated[OfficeCode | None, Query()] = None,
    ) -> Response:
        """A code list of OSS (`getDataReferensi`), by its number in Lampiran 29.

        For licensing officials, the back office and administrators.
        """
        found = await read_references(caller, _office_of(caller, office_code), list_code, sending)
        items = [{"code": one.code, "text": one.text, "note": one.note} for one in found]
        return respond(Representation(body={"items": items, "next_cursor": None}))

    return router


def _receiving(
    method: Method, intake: OssIntakePorts
) -> Callable[[Message, Caller, IdempotentRequest, str | None], Awaitable[Response]]:
    async def receive(
        body: Annotated[Message, Body()],
        caller: SignedIn,
        request: Idempotent,
        token: Token = None,
    ) -> Response:
        """Takes it in once by its content, and answers 1 (taken) or 2 (not taken)."""
        if not is_shallow(body):
            return respond(_taken(method, _TOO_DEEP))
        return await request.run(
            lambda once: receive_oss_message(
                ReceiveOssMessage(caller=caller, method=method, body=body, token=token, once=once),
                intake,
            ),
            body=body,
            shape=lambda answer: _taken(method, answer),
        )

    return receive


def _office_of(caller: Caller, asked: str | None) -> str:
    """The office that is meant: the one asked for, or the caller's only one."""
    if asked is not None:
        return asked
    if len(caller.offices) != 1:
        raise InvalidRequest(pointers=(("/office_code", "missing"),))
    return caller.offices[0]


def _taken(method: Method, answer: OssAnswer) -> Representation:
    shown = {"status": "1" if answer.is_taken else "2", "keterangan": answer.text}
    return Representation(body={f"respon{method.value}": shown})


def _commitment(answer: CommitmentAnswer) -> Representation:
    shown: Message = {"status": "1" if answer.is_found else "2", "keterangan": answer.text}
    if answer.is_found:
        shown["dataIZIN"] = {
            "nib": answer.nib,
            "id_izin": answer.id_izin,
            "kd_status": answer.code or "",
            "uraian_status": answer.text,
            "nomor_izin": answer.number or "",
        }
    return Representation(body={f"respon{Method.CHECK_COMMITMENT.value}": shown})


def _record(listed: ListedRecord, *, is_connected: bool) -> Message:
    record = listed.record
    is_waiting = record.state is RecordState.WAITING
    return {
        "id": record.id,
        "state": "held" if is_waiting and not is_connected else record.state,
        "method": record.method,
        "code": record.code,
        "application_id": record.application_id,
        "licence_id": record.licence_id,
        "occurred_at": record.occurred_at,
        "attempts": record.attempts,
        "next_attempt_at": record.due_at if is_waiting and is_connected else None,
        "failure": record.failure,
        "answer_code": record.answer_code,
        "settled_at": record.settled_at,
        "entry_id": listed.entry_id,
    }
