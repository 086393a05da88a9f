"""Routes of assignment: a step is taken up, given back, or given to a colleague."""

from typing import Annotated

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
from permit_service.entrypoints.api.one_step import OneStep
from permit_service.entrypoints.api.who import officers
from permit_service.entrypoints.api.words import Line
from shared.http import answers
from shared.identity import STAFF, Role

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


@router.post("/claim-step", responses=answers(ApplicationAnswer), dependencies=officers(*STAFF))
async def post_claim_step(body: ClaimStepBody, step: OneStep) -> Response:
    """The caller holds the step; `take_over` is a superior's."""
    return await step.run(
        claim_step,
        lambda given: HoldStep(**given, task=task_named(body.step), takes_over=body.take_over),
        body,
    )


@router.post("/release-step", responses=answers(ApplicationAnswer), dependencies=officers(*STAFF))
async def post_release_step(body: ReleaseStepBody, step: OneStep) -> Response:
    """Given back by who holds it, or by a superior."""
    return await step.run(
        release_step, lambda given: HoldStep(**given, task=task_named(body.step)), body
    )


@router.post(
    "/reassign-step",
    responses=answers(ApplicationAnswer),
    dependencies=officers(Role.LICENSING_OFFICIAL),
)
async def post_reassign_step(body: ReassignStepBody, step: OneStep) -> Response:
    """Given to a colleague by the licensing official."""
    return await step.run(
        reassign_step,
        lambda given: ReassignStep(**given, task=task_named(body.step), username=body.username),
        body,
    )
