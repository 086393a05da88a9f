"""Running the deployment over HTTP: the feed, dead letters, the audit trail, operations."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from gateway.application.operation.dead_letters import (
    DeadLettersQuery,
    Decision,
    decide_dead_letter,
    read_dead_letters,
)
from gateway.application.operation.find_operation import find_operation
from gateway.application.operation.read_audit import read_audit
from gateway.application.operation.read_feed import MAX_CURSOR, FeedQuery, read_feed
from gateway.application.sibling_ports import Siblings
from gateway.entrypoints.api.answers import FeedPage, OperationAnswer
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

LetterState = Literal["waiting", "replayed", "skipped"]
SubjectType = Annotated[str, Path(pattern=r"^[a-z_]{1,60}$")]


def operation_router(siblings: Siblings) -> APIRouter:
    """`/v1/events`, `/v1/dead-letters`, `/v1/audit`, `/v1/operations`."""
    router = APIRouter(tags=["operation"])

    @router.get("/v1/events", responses=answers(FeedPage))
    async def events(
        caller: SignedIn,
        topic: Annotated[str | None, Query(max_length=100)] = None,
        after: Annotated[str | None, Query(max_length=MAX_CURSOR)] = None,
        limit: Limit = 100,
    ) -> Response:
        """What was told after a position, as CloudEvents."""
        query = FeedQuery(topic=topic, after=after, limit=limit)
        return respond(Representation(body=await read_feed(query, caller, siblings)))

    @router.get("/v1/dead-letters")
    async def dead_letters(
        caller: SignedIn,
        state: LetterState | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """Messages that could not be applied, oldest first."""
        query = DeadLettersQuery(state=state, after=decode_id(cursor), limit=limit + 1)
        rows = await read_dead_letters(query, caller, siblings)
        shown = page(
            rows, limit, shape=lambda row: row, cursor=lambda row: encode_cursor(str(row["id"]))
        )
        return respond(Representation(body=shown))

    @router.post("/v1/dead-letters/{letter_id}/{decision}")
    async def decide(
        letter_id: UUID, decision: Decision, caller: SignedIn, request: Idempotent
    ) -> Response:
        """Replays a dead letter, or skips it for good. Doing it twice does it once."""
        return await request.run_outside(
            lambda: decide_dead_letter(letter_id, decision, caller, siblings),
            body=None,
            shape=lambda one: Representation(body=one),
        )

    @router.get("/v1/audit/{subject_type}/{subject_id}")
    async def audit(subject_type: SubjectType, subject_id: UUID, caller: SignedIn) -> Response:
        """Every recorded event of a subject, with actors and hashes."""
        body = await read_audit(subject_type, subject_id, caller, siblings)
        return respond(Representation(body=body))

    @router.get("/v1/operations/{operation_id}", responses=answers(OperationAnswer))
    async def operation(operation_id: UUID, _caller: SignedIn, request: Request) -> Response:
        """How far an import has come, and what it refused."""
        token = request.headers["authorization"].partition(" ")[2]
        return respond(
            Representation(body=await find_operation(operation_id, token=token, siblings=siblings))
        )

    return router
