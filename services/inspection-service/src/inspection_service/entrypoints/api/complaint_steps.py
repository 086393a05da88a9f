"""The steps on an entry of the register."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from inspection_service.application.handle_complaint import (
    ActOnComplaint,
    RequestUnblocking,
    ResolveComplaint,
    VerifyComplaint,
    act_on_complaint,
    request_unblocking,
    resolve_complaint,
    verify_complaint,
)
from inspection_service.application.ports import Ports
from inspection_service.domain.complaint import ActionKind, ComplaintStatus, Outcome
from inspection_service.entrypoints.api.complaint_views import office_answer
from inspection_service.entrypoints.api.fields import Line, Prose
from inspection_service.entrypoints.api.reports import ViolationBody
from shared.http import Idempotent, IfMatch, SignedIn

WAITS = {
    "complainant": ComplaintStatus.AWAITING_COMPLAINANT,
    "business": ComplaintStatus.AWAITING_BUSINESS,
}


class VerificationBody(BaseModel):
    """What was found; `violation` puts a proven one down at once."""

    proven: bool
    notes: Prose
    violation: ViolationBody | None = None


class ClarificationBody(BaseModel):
    """What the business said to it."""

    statement: Prose


class ActionBody(BaseModel):
    """One thing done; `waits_for` tells on whom the entry waits now."""

    kind: ActionKind
    notes: Prose
    agencies: list[Line] = Field(default=[], max_length=20)
    waits_for: Literal["complainant", "business"] | None = None


class ResolutionBody(BaseModel):
    """How the entry ends."""

    outcome: Outcome
    reason: Prose


class UnblockingBody(BaseModel):
    """The sanction that was fulfilled."""

    sanction_id: UUID


def complaint_step_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""
    _closing_routes(router, ports)

    @router.post("/v1/complaints/{number}/verification")
    async def verify(
        number: str,
        body: VerificationBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        """What the office found of a complaint, proven or not; a proven one may put down the
        violation at once (Ps 12(6)). By the licensing official."""
        return await request.run(
            lambda once: verify_complaint(
                VerifyComplaint(
                    caller=caller,
                    number=number,
                    proven=body.proven,
                    notes=body.notes,
                    violation=body.violation.named() if body.violation else None,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=office_answer,
        )

    @router.post("/v1/complaints/{number}/clarification")
    async def clarify(
        number: str,
        body: ClarificationBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        """What the business said to a complaint about it. By the licensing official or the front
        office."""
        return await request.run(
            lambda once: act_on_complaint(
                ActOnComplaint(
                    caller=caller,
                    number=number,
                    kind=ActionKind.CLARIFICATION,
                    notes=body.statement,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=office_answer,
        )

    @router.post("/v1/complaints/{number}/actions")
    async def act(
        number: str, body: ActionBody, caller: SignedIn, version: IfMatch, request: Idempotent
    ) -> Response:
        """Writes down one thing that was done on an entry, and on whom it waits now. By the
        licensing official or the front office."""
        return await request.run(
            lambda once: act_on_complaint(
                ActOnComplaint(
                    caller=caller,
                    number=number,
                    kind=body.kind,
                    notes=body.notes,
                    agencies=tuple(body.agencies),
                    waits_for=WAITS[body.waits_for] if body.waits_for else None,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=office_answer,
        )


def _closing_routes(router: APIRouter, ports: Ports) -> None:
    @router.post("/v1/complaints/{number}/resolution")
    async def resolve(
        number: str, body: ResolutionBody, caller: SignedIn, version: IfMatch, request: Idempotent
    ) -> Response:
        """Ends an entry with its outcome and reason; guidance or a sanction needs a proven
        violation. By the licensing official."""
        return await request.run(
            lambda once: resolve_complaint(
                ResolveComplaint(
                    caller=caller,
                    number=number,
                    outcome=body.outcome,
                    reason=body.reason,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=office_answer,
        )

    @router.post("/v1/complaints/{number}/unblocking-request")
    async def unblock(
        number: str, body: UnblockingBody, caller: SignedIn, version: IfMatch, request: Idempotent
    ) -> Response:
        """Asks the ministry to open a business's access again after its sanction was fulfilled; the
        letter gets its number (Ps 12(7)-(8)). By the licensing official."""
        return await request.run(
            lambda once: request_unblocking(
                RequestUnblocking(
                    caller=caller,
                    number=number,
                    sanction_id=body.sanction_id,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=office_answer,
        )
