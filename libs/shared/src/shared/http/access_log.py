"""What a service tells the door of who read personal data."""

from dataclasses import asdict
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from shared.database.access_log import AccessLog, AccessQuery
from shared.http.callers import System
from shared.http.representation import Representation, respond
from shared.identity import Caller

MAX_PAGE = 201


def access_log_router(log: AccessLog | None) -> APIRouter:
    """`GET /internal/access-log`. A service that holds no personal data has nothing to tell."""
    router = APIRouter()

    @router.get("/internal/access-log", include_in_schema=False)
    async def accesses(
        caller: System,
        offices: str = "",
        owner: str | None = None,
        subject_owner: str | None = None,
        subject: UUID | None = None,
        actor: str | None = None,
        before: UUID | None = None,
        limit: int = 50,
    ) -> Response:
        if log is None:
            return respond(Representation(body=[]))
        # As the person, or as the offices: without either no row is seen.
        reader = Caller(
            actor=owner or "",
            roles=caller.roles,
            offices=tuple(offices.split(",")) if offices else (),
        )
        query = AccessQuery(
            limit=min(limit, MAX_PAGE),
            before=before,
            subject=subject,
            owner=subject_owner or owner,
            actor=actor,
        )
        found = await log.page(reader, query)
        return respond(Representation(body=[asdict(one) for one in found]))

    return router
