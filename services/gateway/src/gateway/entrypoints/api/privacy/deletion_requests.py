"""`/v1/deletion-requests` and `/v1/me/deletion-requests`: people ask, the office decides."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from gateway.application.privacy.carry_out_deletions import parts_of
from gateway.application.privacy.decide_deletion import DecideDeletion, decide_deletion
from gateway.application.privacy.deletion_ports import DeletionPorts
from gateway.application.privacy.request_deletion import (
    RequestDeletion,
    TakeDeletionRequest,
    list_deletions,
    list_own_deletions,
    read_deletion,
    request_deletion,
    take_deletion_request,
)
from gateway.domain.privacy.deletion_request import (
    DECISION_RULE,
    MAX_APPLICATIONS,
    Decision,
    DeletionRequest,
    PartOutcome,
    RefusalGround,
    RequestChannel,
    RequestState,
)
from gateway.entrypoints.api.fields import Email, Line, Lines, OfficeCode
from gateway.entrypoints.api.privacy.breaches import RuleAnswer
from shared.http import (
    Answer,
    Cursor,
    Idempotent,
    IfMatch,
    Limit,
    Representation,
    SignedIn,
    answers,
    decode_id,
    page,
    respond,
)

Language = Literal["id", "en"]


class OwnDeletionRequest(BaseModel):
    """To one office, of everything that it keeps of the caller."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"office_code": "81.02"}]})

    office_code: OfficeCode
    language: Language = "id"
    words: Lines | None = None


class CounterDeletionRequest(BaseModel):
    """For somebody without account, of applications whose papers were shown at the counter."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Pemohon Contoh",
                    "email": "pemohon@contoh.example",
                    "applications": ["01900000-0000-7000-8000-000000000001"],
                }
            ]
        }
    )

    name: Line
    email: Email
    applications: Annotated[list[UUID], Field(min_length=1, max_length=MAX_APPLICATIONS)]
    language: Language = "id"
    words: Lines | None = None


class DecisionBody(BaseModel):
    """A refusal names its ground and says why; what is said is told to the person."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "outcome": "refused",
                    "ground": "archive_duty",
                    "statement": "Berkas disimpan menurut jadwal retensi arsip.",
                }
            ]
        }
    )

    outcome: Literal["granted", "refused"]
    ground: RefusalGround | None = None
    statement: Lines | None = None


class PartAnswer(Answer):
    """What a service holds of the person, what becomes of it, and why it stays."""

    service: str
    part: str
    outcome: PartOutcome
    count: int
    reason: str | None


class RequesterAnswer(Answer):
    """Who asked; empty once everything was told."""

    name: str
    email: str | None
    language: Language


class DeletionAnswer(Answer):
    """An entry of the register."""

    id: UUID
    office_code: str
    channel: RequestChannel
    state: RequestState
    account_id: UUID | None
    applications: list[UUID]
    requester: RequesterAnswer
    words: str
    received_at: datetime
    received_by: str
    due_at: datetime
    due_rule: RuleAnswer
    is_overdue: bool
    ground: RefusalGround | None
    statement: str
    decided_by: str | None
    decided_at: datetime | None
    parts: list[PartAnswer]
    carried_out_at: datetime | None
    told_at: datetime | None
    version: int


class DeletionsPage(Answer):
    """A page of the register, newest first."""

    items: list[DeletionAnswer]
    next_cursor: str | None


class DeletionPreview(Answer):
    """What would be destroyed and what would stay, as of now; the account comes last."""

    parts: list[PartAnswer]


def deletion_requests_router(ports: DeletionPorts) -> APIRouter:
    """The register, for the office and for whoever asks."""
    router = APIRouter(prefix="/v1", tags=["privacy"])

    def represented(request: DeletionRequest) -> Representation:
        return Representation(
            body=_shape(request, ports.clock.now()),
            version=request.version,
            location=f"/v1/deletion-requests/{request.id}",
        )

    def paged(rows: Any, limit: int) -> Response:
        now = ports.clock.now()
        body = page(
            rows,
            limit,
            shape=lambda one: _shape(one, now),
        )
        return respond(Representation(body=body))

    @router.post("/me/deletion-requests", status_code=201, responses=answers(DeletionAnswer, 201))
    async def post_own_request(
        body: OwnDeletionRequest, caller: SignedIn, request: Idempotent
    ) -> Response:
        """Asks an office to destroy what it keeps of oneself."""
        return await request.run(
            lambda once: request_deletion(
                RequestDeletion(
                    caller=caller,
                    office_code=body.office_code,
                    language=body.language,
                    words=body.words or "",
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=represented,
            status=201,
        )

    @router.get("/me/deletion-requests", responses=answers(DeletionsPage))
    async def get_own_requests(
        caller: SignedIn, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        """What oneself has asked for, and what became of it."""
        before = decode_id(cursor)
        return paged(await list_own_deletions(caller, ports, before=before, limit=limit), limit)

    @router.post("/deletion-requests", status_code=201, responses=answers(DeletionAnswer, 201))
    async def post_request(
        body: CounterDeletionRequest, caller: SignedIn, request: Idempotent
    ) -> Response:
        """Takes a request at the counter."""
        return await request.run(
            lambda once: take_deletion_request(
                TakeDeletionRequest(
                    caller=caller,
                    name=body.name,
                    email=body.email,
                    applications=tuple(dict.fromkeys(body.applications)),
                    language=body.language,
                    words=body.words or "",
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=represented,
            status=201,
        )

    @router.get("/deletion-requests", responses=answers(DeletionsPage))
    async def get_requests(
        caller: SignedIn,
        state: RequestState | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The register of the office, newest first."""
        before = decode_id(cursor)
        rows = await list_deletions(caller, ports, state=state, before=before, limit=limit)
        return paged(rows, limit)

    @router.get("/deletion-requests/{request_id}", responses=answers(DeletionAnswer))
    async def get_request(request_id: UUID, caller: SignedIn) -> Response:
        """One request for deletion."""
        return respond(represented(await read_deletion(request_id, caller, ports)))

    @router.get("/deletion-requests/{request_id}/preview", responses=answers(DeletionPreview))
    async def get_preview(request_id: UUID, caller: SignedIn) -> Response:
        """Asks every service what a grant would destroy, and what would stay and why."""
        found = await read_deletion(request_id, caller, ports)
        parts = await parts_of(found, ports, dry_run=True)
        return respond(Representation(body={"parts": [asdict(one) for one in parts]}))

    @router.post("/deletion-requests/{request_id}/decision", responses=answers(DeletionAnswer))
    async def post_decision(
        request_id: UUID,
        body: DecisionBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        """Grants it, which is carried out by itself, or refuses it on a ground."""
        return await request.run(
            lambda once: decide_deletion(
                DecideDeletion(
                    caller=caller,
                    request_id=request_id,
                    decision=Decision(
                        is_granted=body.outcome == "granted",
                        ground=body.ground,
                        statement=body.statement or "",
                    ),
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=represented,
        )

    return router


def _shape(request: DeletionRequest, now: datetime) -> dict[str, Any]:
    rule = {
        "hours": int(DECISION_RULE.period.total_seconds() // 3600),
        "source": DECISION_RULE.source,
        "verified": DECISION_RULE.verified,
    }
    return asdict(request) | {"due_rule": rule, "is_overdue": request.is_overdue(now)}
