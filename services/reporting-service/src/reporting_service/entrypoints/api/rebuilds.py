"""Building an office's read models again from the logs, with progress."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from reporting_service.application.find_operation import find_rebuild
from reporting_service.application.ports import Ports
from reporting_service.application.rebuild_read_models import request_rebuild
from reporting_service.domain.rebuild import Rebuild
from reporting_service.entrypoints.api.bodies import own_office
from shared.http import Idempotent, Representation, SignedIn, by, respond
from shared.identity import Role

PREFIX = "/v1/reports/rebuilds"


def router(ports: Ports) -> APIRouter:
    """`POST /v1/reports/rebuilds` and `GET /{id}`."""
    routes = APIRouter(prefix=PREFIX, tags=["reports"])

    @routes.post("", status_code=202, dependencies=by(Role.ADMINISTRATOR))
    async def ask(caller: SignedIn, idempotent: Idempotent) -> Response:
        """Has the read models built anew from the owners' logs. What a release counts for the first
        time, such as the times of steps, is known of the days before only after this. By the
        administrator."""
        return await idempotent.run(
            lambda once: request_rebuild(caller, own_office(caller), once, ports),
            body=None,
            shape=_view,
            status=202,
        )

    @routes.get("/{rebuild_id}")
    async def show(rebuild_id: UUID, caller: SignedIn) -> Response:
        """How far a rebuild has come. By the administrator."""
        return respond(_view(await find_rebuild(rebuild_id, caller, ports)))

    return routes


def _view(rebuild: Rebuild) -> Representation:
    body: dict[str, Any] = {
        "id": rebuild.id,
        "office_code": rebuild.office_code,
        "state": "running" if rebuild.finished_at is None else "succeeded",
        "progress": rebuild.progress,
        "applied": rebuild.applied,
        "requested_at": rebuild.requested_at,
        "finished_at": rebuild.finished_at,
    }
    return Representation(body=body, location=f"{PREFIX}/{rebuild.id}")
