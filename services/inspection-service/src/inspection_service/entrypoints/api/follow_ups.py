"""`/v1/follow-ups`: guidance and corrections."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from inspection_service.application.follow_up_violation import (
    EvaluateCorrection,
    FollowUpViolation,
    SubmitCorrection,
    evaluate_correction,
    follow_up_violation,
    submit_correction,
)
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.application.read_sanctions import list_follow_ups, show_follow_up
from inspection_service.domain.follow_up import FollowUp, FollowUpKind, GuidanceForm
from inspection_service.entrypoints.api.fields import Line, Nib, Prose
from shared.http import (
    Cursor,
    Idempotent,
    IfMatch,
    Limit,
    Representation,
    SignedIn,
    decode_id,
    respond,
)
from shared.http import page as page_of


class FollowUpBody(BaseModel):
    """Guidance names its form (Ps 10(3)); both kinds have a day by which to correct."""

    violation_id: UUID
    kind: FollowUpKind
    notes: Prose
    correction_due_on: date
    guidance_form: GuidanceForm | None = None


class CorrectionBody(BaseModel):
    """What was repaired, with references to the evidence."""

    description: Prose
    evidence: list[Line] = Field(default=[], max_length=50)


class EvaluationBody(BaseModel):
    """Whether the repair is enough."""

    accepted: bool
    notes: Prose


def follow_up_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""

    @router.post("/v1/follow-ups", status_code=201)
    async def follow_up(body: FollowUpBody, caller: SignedIn, request: Idempotent) -> Response:
        """Opens guidance or asks for a correction after a violation, with the day by which it is
        due (Ps 10). By the licensing official."""
        return await request.run(
            lambda once: follow_up_violation(
                FollowUpViolation(
                    caller=caller,
                    violation_id=body.violation_id,
                    kind=body.kind,
                    notes=body.notes,
                    correction_due_on=body.correction_due_on,
                    guidance_form=body.guidance_form,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=follow_up_answer,
            status=201,
        )

    @router.get("/v1/follow-ups")
    async def follow_ups(
        caller: SignedIn, nib: Nib | None = None, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        """Follow-ups, the oldest first: for staff all of the office, for a business those of its
        own NIB."""
        found = await list_follow_ups(caller, ports, nib=nib, after=decode_id(cursor), limit=limit)
        body = page_of(found, limit, shape=follow_up_view)
        return respond(Representation(body=body))

    @router.get("/v1/follow-ups/{follow_up_id}")
    async def show(follow_up_id: UUID, caller: SignedIn) -> Response:
        """One follow-up with what the business answered. For the office and the business."""
        return respond(follow_up_answer(await show_follow_up(follow_up_id, caller, ports)))

    @router.post("/v1/follow-ups/{follow_up_id}/correction")
    async def correct(
        follow_up_id: UUID,
        body: CorrectionBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        """What the business repaired, with its evidence (Ps 10(4)). By the business itself, or the
        front office that writes it down."""
        return await request.run(
            lambda once: submit_correction(
                SubmitCorrection(
                    caller=caller,
                    follow_up_id=follow_up_id,
                    description=body.description,
                    evidence=tuple(body.evidence),
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=follow_up_answer,
        )

    @router.post("/v1/follow-ups/{follow_up_id}/evaluation")
    async def evaluate(
        follow_up_id: UUID,
        body: EvaluationBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        """Whether the correction is enough: an accepted one settles the violation, a refused one
        opens the ladder of sanctions. By the licensing official."""
        return await request.run(
            lambda once: evaluate_correction(
                EvaluateCorrection(
                    caller=caller,
                    follow_up_id=follow_up_id,
                    accepted=body.accepted,
                    notes=body.notes,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=follow_up_answer,
        )


def follow_up_view(follow_up: FollowUp) -> dict[str, Any]:
    """The follow-up with what the business answered."""
    correction = follow_up.correction
    return {
        "id": follow_up.id,
        "office_code": follow_up.office_code,
        "violation_id": follow_up.violation_id,
        "nib": follow_up.nib,
        "kind": follow_up.kind,
        "guidance_form": follow_up.guidance_form,
        "notes": follow_up.notes,
        "correction_due_on": follow_up.correction_due_on,
        "status": follow_up.status,
        "correction": correction
        and {
            "description": correction.description,
            "evidence": correction.evidence,
            "at": correction.at,
        },
        "evaluation": follow_up.evaluation,
    }


def follow_up_answer(follow_up: FollowUp) -> Representation:
    """The follow-up with its version and place."""
    return Representation(
        body=follow_up_view(follow_up),
        version=follow_up.version,
        location=f"/v1/follow-ups/{follow_up.id}",
    )
