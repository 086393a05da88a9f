"""`/v1/inspection-plans`: from the compilation to the plan that OSS has verified."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from inspection_service.application.draw_up_plan import DrawUpPlan, draw_up_plan
from inspection_service.application.move_plan import MovePlan, NewItem, move_plan, movers
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.application.read_plans import list_items, list_plans, show_plan
from inspection_service.domain.business import Risk
from inspection_service.domain.plan import NEXT, InspectionPlan, PlanItem, PlanStatus
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
from shared.identity import Caller

STEPS = {
    "notification": PlanStatus.NOTIFIED,
    "adjustments": PlanStatus.ADJUSTED,
    "update": PlanStatus.UPDATED,
    "oss-verification": PlanStatus.VERIFIED,
}


class PlanBody(BaseModel):
    """The year that is planned."""

    year: int = Field(ge=2021, le=2999)


class NewItemBody(BaseModel):
    """A place that is added to the plan."""

    nib: Nib
    location_id: UUID | None = None
    risk: Risk
    visit_no: int = Field(default=1, ge=1, le=12)
    planned_month: int = Field(ge=1, le=12)


class StepBody(BaseModel):
    """What changes with the step; `reference` is the letter, or what OSS answered."""

    reason: Prose | None = None
    reference: Line | None = None
    add: list[NewItemBody] = Field(default=[], max_length=500)
    remove: list[UUID] = Field(default=[], max_length=500)


# What each step does, for who reads the description of the API.
_SAID = {
    "notification": "Tells the agencies of the plan (Ps 8). By the licensing official.",
    "adjustments": "Adds and removes places of the plan, within the days that the rules leave for"
    " it. By an agency, or the licensing official who writes down what it sent.",
    "update": "Brings the plan into its last shape. By the licensing official.",
    "oss-verification": "Records what OSS answered to the plan: inspections may begin. By the"
    " licensing official.",
}


def plan_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""
    _reading_routes(router, ports)
    for name, status in STEPS.items():
        _step_route(router, ports, name, status)

    @router.post("/v1/inspection-plans", status_code=201)
    async def draw_up(body: PlanBody, caller: SignedIn, request: Idempotent) -> Response:
        """Draws up the plan of a year from risk and compliance (Ps 8); one that comes late is
        marked so. By the licensing official."""
        return await request.run(
            lambda once: draw_up_plan(DrawUpPlan(caller=caller, year=body.year, once=once), ports),
            body=body,
            shape=lambda plan: plan_answer(plan, caller),
            status=201,
        )


def _step_route(router: APIRouter, ports: Ports, name: str, status: PlanStatus) -> None:
    @router.post(
        f"/v1/inspection-plans/{{plan_id}}/{name}", name=f"plan_{name}", description=_SAID[name]
    )
    async def move(
        plan_id: UUID,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
        body: StepBody | None = None,
    ) -> Response:
        step = body or StepBody()
        return await request.run(
            lambda once: move_plan(
                MovePlan(
                    caller=caller,
                    plan_id=plan_id,
                    to=status,
                    reason=step.reason,
                    reference=step.reference,
                    add=tuple(NewItem(**one.model_dump()) for one in step.add),
                    remove=tuple(step.remove),
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=lambda plan: plan_answer(plan, caller),
        )


def _reading_routes(router: APIRouter, ports: Ports) -> None:
    @router.get("/v1/inspection-plans")
    async def plans(caller: SignedIn) -> Response:
        """Every plan of the office, one a year. For staff and the province."""
        found = await list_plans(caller, ports)
        body = {"items": [plan_view(one, caller) for one in found], "next_cursor": None}
        return respond(Representation(body=body))

    @router.get("/v1/inspection-plans/{plan_id}")
    async def plan(plan_id: UUID, caller: SignedIn) -> Response:
        """One plan with its status and its steps. For staff and the province."""
        return respond(plan_answer(await show_plan(plan_id, caller, ports), caller))

    @router.get("/v1/inspection-plans/{plan_id}/items")
    async def items(
        plan_id: UUID, caller: SignedIn, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        """The places that a plan names, with the reasons for each. For staff and the province."""
        found = await list_items(plan_id, caller, ports, after=decode_id(cursor), limit=limit)
        body = page_of(found, limit, shape=item_view)
        return respond(Representation(body=body))

    @router.get("/v1/inspection-plans/{plan_id}/exclusions")
    async def exclusions(plan_id: UUID, caller: SignedIn) -> Response:
        """The places that the plan leaves out, with the reason for each. For staff and the
        province."""
        found = await show_plan(plan_id, caller, ports)
        body = {
            "items": [
                {
                    "nib": one.nib,
                    "location_id": one.location_id,
                    "risk": one.risk,
                    "reason": one.reason,
                }
                for one in found.exclusions
            ],
            "next_cursor": None,
        }
        return respond(Representation(body=body))


def plan_view(plan: InspectionPlan, caller: Caller) -> dict[str, Any]:
    """A plan with its steps; items and exclusions stand beside it."""
    return {
        "id": plan.id,
        "office_code": plan.office_code,
        "year": plan.year,
        "status": plan.status,
        "ruleset_version": plan.ruleset_version,
        "created_at": plan.created_at,
        "source_operation_id": plan.source_import_id,
        "history": [
            {
                "status": one.status,
                "at": one.at,
                "late": one.is_late,
                "reference": one.reference,
            }
            for one in plan.history
        ],
        "actions": [
            name
            for name, status in STEPS.items()
            if status in NEXT[plan.status] and caller.has(*movers(status))
        ],
    }


def plan_answer(plan: InspectionPlan, caller: Caller) -> Representation:
    """The plan with its version and place."""
    return Representation(
        body=plan_view(plan, caller),
        version=plan.version,
        location=f"/v1/inspection-plans/{plan.id}",
    )


def item_view(item: PlanItem) -> dict[str, Any]:
    """A row of the plan as Ps 8(4) has it."""
    return {
        "id": item.id,
        "nib": item.nib,
        "name": item.name,
        "office_code": item.office_code,
        "location_id": item.location_id,
        "risk": item.risk,
        "visit_no": item.visit_no,
        "planned_month": item.planned_month,
        "reasons": item.reasons,
        "realised_investment_rupiah": item.realised_investment_rupiah,
        "facilities": item.facilities,
        "source": item.source,
    }
