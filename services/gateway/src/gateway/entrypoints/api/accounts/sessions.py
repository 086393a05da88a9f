"""`/v1/auth/sessions`: where somebody is signed in."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from gateway.application.accounts.own_sessions import end_own_session, own_sessions
from gateway.application.ports import Ports
from gateway.domain.accounts.session import Session
from shared.errors import StaleVersion
from shared.http import Answer, Representation, RequiredIfMatch, SignedIn, answers, respond

# A session does not change: it is there, or it has ended.
VERSION = 1


class SessionLine(Answer):
    """A session; `device` is the kind of device it began on, in our own words."""

    id: UUID
    device: str
    began_at: datetime
    renewed_at: datetime | None
    ends_at: datetime
    version: int


class SessionsPage(Answer):
    """One's open sessions, the latest first; more than 200 nobody has."""

    items: list[SessionLine]
    next_cursor: str | None


def sessions_router(ports: Ports) -> APIRouter:
    """`GET /v1/auth/sessions`, `DELETE /v1/auth/sessions/{session_id}`."""
    router = APIRouter(tags=["identity"])

    @router.get("/v1/auth/sessions", responses=answers(SessionsPage))
    async def list_sessions(caller: SignedIn) -> Response:
        """Where one is signed in: every session that can still be renewed."""
        found = [_line(one) for one in await own_sessions(caller, ports)]
        return respond(Representation(body={"items": found, "next_cursor": None}))

    @router.delete("/v1/auth/sessions/{session_id}", status_code=204)
    async def delete_session(
        session_id: UUID, caller: SignedIn, version: RequiredIfMatch
    ) -> Response:
        """Ends a session of one's own, and what it holds is refused from then on. Whoever signs out
        ends the session that their access token names as `sid`."""
        if version != VERSION:
            raise StaleVersion
        await end_own_session(session_id, caller, ports)
        return Response(status_code=204)

    return router


def _line(one: Session) -> dict[str, object]:
    return {
        "id": one.id,
        "device": one.device,
        "began_at": one.began_at,
        "renewed_at": one.renewed_at,
        "ends_at": one.ends_at,
        "version": VERSION,
    }
