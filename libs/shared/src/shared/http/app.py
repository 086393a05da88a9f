"""A service's app: problems, request ids, size caps, health and figures, the same everywhere."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI

from shared.database.access_log import AccessLog
from shared.database.engine import Transaction
from shared.http import problems
from shared.http.access_log import access_log_router
from shared.http.middleware import RequestEdge
from shared.http.operations import operations_router
from shared.http.seals import seals_router
from shared.messaging.consumer import groups_of
from shared.messaging.contract import AnySubscription
from shared.module import Foundation

JSON_BYTES = 1024 * 1024
UPLOAD_BYTES = 25 * 1024 * 1024


def create_app(
    *,
    service: str,
    title: str,
    version: str,
    foundation: Foundation,
    routers: Iterable[APIRouter],
    ready: Callable[[], Awaitable[bool]] | None = None,
    upload_bytes: int = UPLOAD_BYTES,
    subscriptions: Sequence[AnySubscription] = (),
    work_of: Callable[[Transaction], Any] = lambda transaction: transaction,
    access_log: AccessLog | None = None,
) -> FastAPI:
    """`ready` answers whether the service can take work beyond a living database. Dead letters of
    the `subscriptions` can be replayed at the app; `access_log` is told of there."""
    groups = groups_of(subscriptions, database=foundation.database, work_of=work_of)
    app = FastAPI(
        title=title,
        version=version,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        # An exception's text may hold people's data: traces carry none.
        telemetry={"logs": False, "operation_spans": False},
    )
    app.state.service = service
    app.state.database = foundation.database
    app.state.verifier = foundation.verifier
    app.state.system_tokens = foundation.system_tokens
    app.state.screening = foundation.screening
    problems.install(app)
    app.add_middleware(RequestEdge, json_bytes=JSON_BYTES, upload_bytes=upload_bytes)
    operations = operations_router(foundation.database, version=version, ready=ready, groups=groups)
    seals = seals_router(foundation.database, foundation.sealing)
    for router in (*routers, operations, access_log_router(access_log), seals):
        # The routes themselves: through `include_router` each request would ask every router, one
        # after the other, whether its routes have changed.
        app.router.routes.extend(router.routes)
    return app
