"""`/v1/access-log`: who read personal data."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from gateway.application.privacy.read_access_log import AccessLogQuery, read_access_log
from gateway.application.sibling_ports import Siblings
from shared.http import (
    Answer,
    Cursor,
    Limit,
    Representation,
    SignedIn,
    answers,
    decode_id,
    encode_cursor,
    page,
    respond,
)

Actor = Annotated[str, Query(max_length=100)]


class AccessLine(Answer):
    """One read: of whose data, which fields, by whom, for what. `actor`, `owner` and `reference`
    are the office's to know; `subject` is null where a search found nothing."""

    id: UUID
    service: str
    office_code: str
    at: datetime
    actor: str | None
    roles: list[str]
    subject_type: str
    subject: UUID | None
    owner: str | None
    fields: list[str]
    purpose: str
    reference: str | None
    request_id: str | None


class AccessPage(Answer):
    """A page of the log, the latest first."""

    items: list[AccessLine]
    next_cursor: str | None


def access_log_router(siblings: Siblings) -> APIRouter:
    """`GET /v1/access-log`."""
    router = APIRouter(tags=["privacy"])

    @router.get("/v1/access-log", responses=answers(AccessPage))
    async def get_access_log(
        caller: SignedIn,
        subject: UUID | None = None,
        owner: UUID | None = None,
        actor: Actor | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The administrator's office, or what was read about oneself; the latest first."""
        query = AccessLogQuery(
            limit=limit,
            before=decode_id(cursor),
            subject=subject,
            owner=owner,
            actor=actor,
        )
        rows = await read_access_log(query, caller, siblings)
        shown = page(
            rows, limit, shape=lambda row: row, cursor=lambda row: encode_cursor(str(row["id"]))
        )
        return respond(Representation(body=shown))

    return router
