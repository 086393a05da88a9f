"""Routes of assignment: a step is taken up, given back, or given to a colleague."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ConfigDict, Field

from permit_service.application.hold_steps import (
    HoldStep,
    ReassignStep,
    claim_step,
    reassign_step,
    release_step,
)
from permit_service.domain.step_claim import task_named
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.views import application_view
from permit_service.entrypoints.api.words import Line
from shared.http import Idempotent, IfMatch, SignedIn, answers

router = APIRouter(prefix="/v1/applications/{application_id}", tags=["assignment"])

StepName = Annotated[str, Field(pattern=r"^[a-z]+(/[A-Za-z0-9][A-Za-z0-9._-]{0,39})?$")]


class ClaimStepBody(Body):
    """`POST …/claim-step`. A step is named by its path: `validation`,
    `recommendations/bapenda`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"step": "verification"}]})

    step: StepName
    take_over: bool = False


class ReleaseStepBody(Body):
    """`POST …/release-step`."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"step": "verification"}]})

    step: StepName


class ReassignStepBody(Body):
    """`POST …/reassign-step`."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"step": "verification", "username": "loket.dua"}]}
    )

    step: StepName
    username: Line


@router.post("/claim-step", responses=answers(ApplicationAnswer))
async def post_claim_step(
    application_id: UUID,
    body: ClaimStepBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """The caller holds the step; `take_over` is a superior's."""
    return await request.run(
        lambda once: claim_step(
            HoldStep(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                task=task_named(body.step),
                takes_over=body.take_over,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )


@router.post("/release-step", responses=answers(ApplicationAnswer))
async def post_release_step(
    application_id: UUID,
    body: ReleaseStepBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """Given back by who holds it, or by a superior."""
    return await request.run(
        lambda once: release_step(
            HoldStep(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                task=task_named(body.step),
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )


@router.post("/reassign-step", responses=answers(ApplicationAnswer))
async def post_reassign_step(
    application_id: UUID,
    body: ReassignStepBody,
    caller: SignedIn,
    version: IfMatch,
    request: Idempotent,
    api: Permits,
) -> Response:
    """Given to a colleague by the licensing official."""
    return await request.run(
        lambda once: reassign_step(
            ReassignStep(
                caller=caller,
                application_id=application_id,
                expected_version=version,
                task=task_named(body.step),
                username=body.username,
                once=once,
            ),
            api.ports,
        ),
        body=body.model_dump(mode="json"),
        shape=lambda dossier: application_view(dossier, caller, api),
    )
