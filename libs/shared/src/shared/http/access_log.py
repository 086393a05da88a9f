"""What a service tells the door of who read personal data."""

from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

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

    @router.get("/internal/access-log/older", include_in_schema=False)
    async def older(caller: System, office_code: str, until: datetime) -> Response:
        found = 0 if log is None else await log.older(_of(caller, office_code), until)
        return respond(Representation(body={"count": found}))

    @router.post("/internal/access-log/destruction", include_in_schema=False)
    async def destroy(caller: System, body: Destruction) -> Response:
        """One batch; repeated until nothing was left."""
        gone = 0 if log is None else await log.destroy(_of(caller, body.office_code), body.until)
        return respond(Representation(body={"destroyed": gone}))

    return router


class Destruction(BaseModel):
    """What an office does not keep any longer: everything before a moment."""

    office_code: str
    until: datetime


def _of(caller: Caller, office_code: str) -> Caller:
    return replace(caller, offices=(office_code,))
