"""What a service tells the door of its seals, and the keys they are checked with."""

from fastapi import APIRouter
from fastapi.responses import Response

from shared.database.engine import Database
from shared.http.callers import System
from shared.http.representation import Representation, respond
from shared.seals.rows import read_seals
from shared.seals.sealing import Sealing

MAX_PAGE = 201


def seals_router(database: Database, sealing: Sealing | None) -> APIRouter:
    """`GET /internal/seals` and `/internal/seal-keys`."""
    router = APIRouter()

    @router.get("/internal/seals", include_in_schema=False)
    async def seals(_caller: System, before: int | None = None, limit: int = 50) -> Response:
        found = await read_seals(database, before=before, limit=min(limit, MAX_PAGE))
        return respond(Representation(body=found))

    @router.get("/internal/seal-keys", include_in_schema=False)
    async def keys(_caller: System) -> Response:
        published = sealing.keys.published() if sealing is not None else {"keys": []}
        return respond(Representation(body=published))

    return router
