"""Routes of recomputations: asked for by an administrator, listed before anything moves."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from permit_service.application.recompute_clocks import (
    RecomputeClocks,
    read_recomputation,
    read_recomputation_lines,
    recompute_clocks,
)
from permit_service.domain.recomputation import Phase, Recomputation
from permit_service.entrypoints.api.clock_requests import RecomputationBody
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.members import members
from permit_service.entrypoints.api.recomputation_answers import (
    RecomputationAnswer,
    RecomputationLinesPage,
)
from shared.http import (
    Cursor,
    Idempotent,
    Limit,
    Representation,
    SignedIn,
    answers,
    by,
    decode_id,
    encode_cursor,
    page,
    respond,
)
from shared.identity import Role

router = APIRouter(prefix="/v1/clock-recomputations", tags=["clocks"])

_STATES = {Phase.SUCCEEDED: "succeeded", Phase.FAILED: "failed"}


@router.post(
    "",
    status_code=202,
    responses=answers(RecomputationAnswer, 202),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_recomputation(
    body: RecomputationBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """Has running clocks counted by the office's newest calendar; with `dry_run`, only listed."""
    return await request.run(
        lambda once: recompute_clocks(
            RecomputeClocks(
                caller=caller,
                dry_run=body.dry_run,
                calendar_version=body.calendar_version,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=_view,
        status=202,
    )


@router.get("/{recomputation_id}", responses=answers(RecomputationAnswer))
async def get_recomputation(recomputation_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """How far it is, and how it ended."""
    return respond(_view(await read_recomputation(recomputation_id, caller, api.ports)))


@router.get("/{recomputation_id}/lines", responses=answers(RecomputationLinesPage))
async def get_recomputation_lines(
    recomputation_id: UUID,
    caller: SignedIn,
    api: Permits,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Each application before and after, in the order of their ids."""
    rows = await read_recomputation_lines(
        recomputation_id,
        caller,
        api.ports,
        after=decode_id(cursor),
        limit=limit,
    )
    body = page(
        rows, limit, shape=members, cursor=lambda row: encode_cursor(str(row.application_id))
    )
    return respond(Representation(body=body))


def _view(one: Recomputation) -> Representation:
    """As every operation of the product answers."""
    body: dict[str, Any] = {
        "operation_id": one.id,
        "id": one.id,
        "kind": "clock_recomputation",
        "state": _STATES.get(one.phase, "running"),
        "progress": one.progress,
        "dry_run": one.dry_run,
        "calendar_version": one.calendar_version,
        "result": {
            "rows": one.examined,
            "accepted": one.carried_out,
            "refused": one.left_alone,
        },
        "errors": [] if one.code is None else [{"row": None, "column": None, "code": one.code}],
        "asked_at": one.asked_at,
        "finished_at": one.finished_at,
    }
    return Representation(body=body, location=f"/v1/clock-recomputations/{one.id}")
