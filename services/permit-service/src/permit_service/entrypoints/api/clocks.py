"""Routes of the legal clock: its ledger, an officer's moves, and the reasons they may give."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from permit_service.application.access import require_clock_keeper
from permit_service.application.move_clock import MoveClock, move_clock_by_officer
from permit_service.application.read_applications import read_application
from permit_service.application.recompute_clocks import read_recomputations_of
from permit_service.domain.clock_reason import OfficerMove, clock_reasons
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.clock_answers import ClockReasonsPage, LedgerAnswer
from permit_service.entrypoints.api.clock_requests import ClockMoveBody
from permit_service.entrypoints.api.clock_views import whole_clock
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.members import members
from permit_service.entrypoints.api.one_step import OneStep
from permit_service.entrypoints.api.who import with_right
from shared.http import Representation, SignedIn, answers, respond

router = APIRouter(prefix="/v1", tags=["clocks"])


@router.get("/applications/{application_id}/clock", responses=answers(LedgerAnswer))
async def get_clock(application_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """The legal clock with its ledger."""
    dossier = await read_application(application_id, caller, api.ports)
    done = await read_recomputations_of(dossier, api.ports)
    version = dossier.application.version
    return respond(Representation(body=whole_clock(dossier, done), version=version))


@router.post(
    "/applications/{application_id}/clock/{move}",
    responses=answers(ApplicationAnswer),
    dependencies=with_right(require_clock_keeper),
)
async def post_clock_move(move: OfficerMove, body: ClockMoveBody, step: OneStep) -> Response:
    """OSS 41 to 44, by whoever works on the application now."""
    return await step.run(
        move_clock_by_officer,
        lambda given: MoveClock(**given, move=move, reason=body.reason, notes=body.notes),
        body,
    )


@router.get("/clock-reasons", responses=answers(ClockReasonsPage))
async def get_clock_reasons(_: SignedIn) -> Response:
    """Why a clock may be moved, by which rule, and whether that was verified."""
    body = {"items": [members(one) for one in clock_reasons()], "next_cursor": None}
    return respond(Representation(body=body))
