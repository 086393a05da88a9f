"""`/v1/interactions`: who did what through the door."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import AwareDatetime

from gateway.application.privacy.interaction_ports import InteractionQuery, Interactions
from gateway.application.privacy.read_interactions import read_interactions
from gateway.domain.privacy.interaction import Interaction
from shared.http import (
    Answer,
    Cursor,
    Limit,
    Representation,
    SignedIn,
    answers,
    decode_id,
    page,
    respond,
)

ANONYMOUS = "anonymous"


class InteractionLine(Answer):
    """One request: by which account, in which roles, to which route, and how it was answered.
    `actor` is `anonymous` where nobody was signed in; `subject` is the id in the path."""

    id: UUID
    at: datetime
    actor: str
    roles: list[str]
    office_code: str | None
    method: str
    route: str
    subject: UUID | None
    status: int
    milliseconds: int
    request_id: str


class InteractionsPage(Answer):
    """A page of the record, the latest first."""

    items: list[InteractionLine]
    next_cursor: str | None


def interactions_router(interactions: Interactions) -> APIRouter:
    """`GET /v1/interactions`."""
    router = APIRouter(tags=["operation"])

    @router.get("/v1/interactions", responses=answers(InteractionsPage))
    async def list_interactions(
        caller: SignedIn,
        actor: Annotated[UUID | None, Query(description="An account's id.")] = None,
        since: AwareDatetime | None = None,
        until: AwareDatetime | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """Who did what through the door, for the office's administrator; everybody else sees what
        was done with their own account. Kept for a year."""
        query = InteractionQuery(
            limit=limit,
            before=decode_id(cursor),
            actor=None if actor is None else str(actor),
            since=since,
            until=until,
        )
        rows = await read_interactions(query, caller, interactions)
        body = page(rows, limit, shape=_line)
        return respond(Representation(body=body))

    return router


def _line(one: Interaction) -> dict[str, object]:
    return {
        "id": one.id,
        "at": one.at,
        "actor": one.actor or ANONYMOUS,
        "roles": one.roles,
        "office_code": one.office_code,
        "method": one.method,
        "route": one.route,
        "subject": one.subject,
        "status": one.status,
        "milliseconds": one.milliseconds,
        "request_id": one.request_id,
    }
