"""What ops and other services ask of every service: health, figures, the log, dead letters."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.database.engine import Database
from shared.errors import Unavailable
from shared.http.callers import System
from shared.http.representation import Representation, respond
from shared.identity import Caller
from shared.messaging.consumer import ConsumerGroup
from shared.messaging.dead_letters import DeadLetters
from shared.messaging.feed import audit_trail, read_feed


def operations_router(
    database: Database,
    *,
    version: str,
    ready: Callable[[], Awaitable[bool]] | None,
    groups: Sequence[ConsumerGroup],
) -> APIRouter:
    """The routes under which a service is watched, and its log read by its siblings."""
    router = APIRouter()
    letters = DeadLetters(database)

    @router.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz", include_in_schema=False)
    async def readyz() -> dict[str, str]:
        if not await database.is_ready() or (ready is not None and not await ready()):
            raise Unavailable
        return {"status": "ready"}

    @router.get("/version", include_in_schema=False)
    async def tell_version() -> dict[str, str]:
        return {"service": database.name, "version": version}

    @router.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @router.get("/internal/events", include_in_schema=False)
    async def events(
        caller: System, after: int = 0, limit: int = 500, offices: str = ""
    ) -> Response:
        seen = _for_offices(caller, offices)
        return respond(Representation(body=await read_feed(database, seen, after, limit)))

    @router.get("/internal/audit/{subject_type}/{subject}", include_in_schema=False)
    async def audit(
        caller: System, subject_type: str, subject: UUID, offices: str = ""
    ) -> Response:
        seen = _for_offices(caller, offices)
        body = await audit_trail(database, seen, subject_type, subject)
        return respond(Representation(body=body))

    @router.get("/internal/dead-letters", include_in_schema=False)
    async def dead_letters(
        caller: System,
        offices: str = "",
        state: str | None = None,
        after: UUID | None = None,
        limit: int = 50,
    ) -> Response:
        found = await letters.list(
            _for_offices(caller, offices), state=state, after=after, limit=limit
        )
        return respond(Representation(body=list(found)))

    @router.post("/internal/dead-letters/{letter_id}/replay", include_in_schema=False)
    async def replay(letter_id: UUID, caller: System, offices: str = "") -> Response:
        seen = _for_offices(caller, offices)
        name, message = await letters.waiting(seen, letter_id)
        await next(one for one in groups if one.group == name).replay(message)
        await letters.decide(seen, letter_id, "replayed")
        return respond(Representation(body={"id": letter_id, "state": "replayed"}))

    @router.post("/internal/dead-letters/{letter_id}/skip", include_in_schema=False)
    async def skip(letter_id: UUID, caller: System, offices: str = "") -> Response:
        seen = _for_offices(caller, offices)
        await letters.waiting(seen, letter_id)
        await letters.decide(seen, letter_id, "skipped")
        return respond(Representation(body={"id": letter_id, "state": "skipped"}))

    return router


def _for_offices(caller: Caller, offices: str) -> Caller:
    """The system asks for certain offices; without any it sees no row of the log, not even those
    of which it is itself the actor."""
    return Caller(
        actor="", roles=caller.roles, offices=tuple(offices.split(",")) if offices else ()
    )
