"""`/v1/inspection-officer-actions`: what the Head does about an inspector (Ps 21(3)-(4))."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

from inspection_service.application.act_on_officer import (
    ActOnOfficer,
    act_on_officer,
    list_officer_actions,
)
from inspection_service.application.ports import Ports
from inspection_service.domain.officer_action import Duty, OfficerAction, OfficerActionKind
from inspection_service.entrypoints.api.fields import Line, Prose, Username
from shared.http import (
    Cursor,
    Idempotent,
    Limit,
    Representation,
    SignedIn,
    decode_id,
    respond,
)
from shared.http import page as page_of


class OfficerActionBody(BaseModel):
    """Another sanction than a warning names its legal basis."""

    inspection_id: UUID
    inspector: Username
    kind: OfficerActionKind
    duty: Duty
    reason: Prose
    legal_basis: Line | None = None


def officer_action_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""

    @router.post("/v1/inspection-officer-actions", status_code=201)
    async def act(body: OfficerActionBody, caller: SignedIn, request: Idempotent) -> Response:
        """Records what is done about an inspector's conduct (Ps 21). By the Head, never about
        themselves."""
        return await request.run(
            lambda once: act_on_officer(
                ActOnOfficer(caller=caller, once=once, **body.model_dump()), ports
            ),
            body=body,
            shape=lambda one: Representation(body=action_view(one), version=one.version),
            status=201,
        )

    @router.get("/v1/inspection-officer-actions")
    async def actions(caller: SignedIn, limit: Limit = 50, cursor: Cursor = None) -> Response:
        """The register of such actions for the Head; an inspector sees what concerns them."""
        found = await list_officer_actions(caller, ports, after=decode_id(cursor), limit=limit)
        body = page_of(found, limit, shape=action_view)
        return respond(Representation(body=body))


def action_view(action: OfficerAction) -> dict[str, Any]:
    """An action with its legal basis."""
    return {
        "id": action.id,
        "inspection_id": action.inspection_id,
        "inspector": action.inspector,
        "kind": action.kind,
        "duty": action.duty,
        "reason": action.reason,
        "legal_basis": action.legal_basis,
        "taken_at": action.taken_at,
    }
