"""Obstacles and solutions, actions and suggestions of a quarter."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from reporting_service.application.ports import Ports
from reporting_service.application.write_evaluation import (
    ChangeEvaluation,
    EvaluationEntry,
    WriteEvaluations,
    change_evaluation,
    list_evaluations,
    write_evaluations,
)
from reporting_service.domain.evaluation import EntryState, Evaluation, EvaluationKind
from reporting_service.entrypoints.api.bodies import Name, Paragraph, Remark, own_office
from reporting_service.entrypoints.api.reports import OfficeCode, asked_office
from shared.calendar.office_time import Quarter
from shared.http import Idempotent, Representation, RequiredIfMatch, SignedIn, by, respond
from shared.identity import Role

Year = Annotated[int, Field(ge=1990, le=2100)]
QuarterNumber = Annotated[int, Field(ge=1, le=4)]
PREFIX = "/v1/evaluations"


class EntryBody(BaseModel):
    """An entry: for an obstacle `obstacle` may be written instead of `text`."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    kind: EvaluationKind = EvaluationKind.OBSTACLE
    text: Annotated[Paragraph, Field(validation_alias=AliasChoices("text", "obstacle"))]
    solution: Remark = ""
    owner: Name = ""
    partner: Name = ""
    due_on: date | None = None
    state: EntryState = EntryState.OPEN

    def entry(self) -> EvaluationEntry:
        """The entry in the trade's words."""
        return EvaluationEntry(
            kind=self.kind,
            text=self.text,
            solution=self.solution,
            owner=self.owner,
            partner=self.partner,
            due_on=self.due_on,
            state=self.state,
        )


class EvaluationBody(EntryBody):
    """One entry with its quarter."""

    year: Year
    quarter: QuarterNumber


def router(ports: Ports) -> APIRouter:
    """`/v1/evaluations`."""
    routes = APIRouter(prefix=PREFIX, tags=["reports"])

    @routes.post("", status_code=201, dependencies=by(Role.ADMINISTRATOR, Role.HEAD))
    async def write(body: EvaluationBody, caller: SignedIn, idempotent: Idempotent) -> Response:
        """Writes down an obstacle of a quarter and its solution. By the administrator or the
        Head."""
        return await idempotent.run(
            lambda once: write_evaluations(
                WriteEvaluations(
                    caller=caller,
                    office_code=own_office(caller),
                    quarter=Quarter(year=body.year, number=body.quarter),
                    entries=[body.entry()],
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=lambda kept: evaluation_view(kept[0]),
            status=201,
        )

    @routes.get("")
    async def list_all(
        caller: SignedIn,
        year: Annotated[int, Query(ge=1990, le=2100)],
        quarter: Annotated[int, Query(ge=1, le=4)],
        office_code: OfficeCode = None,
    ) -> Response:
        """Obstacles and solutions of a quarter. For staff and the province."""
        asked = Quarter(year=year, number=quarter)
        found = await list_evaluations(caller, asked_office(office_code, caller), asked, ports)
        items = [evaluation_body(one) for one in found]
        return respond(Representation(body={"items": items, "next_cursor": None}))

    @routes.put("/{evaluation_id}", dependencies=by(Role.ADMINISTRATOR, Role.HEAD))
    async def change(
        evaluation_id: UUID, body: EntryBody, caller: SignedIn, expected_version: RequiredIfMatch
    ) -> Response:
        """Changes an obstacle and its solution before the report is published. By the administrator
        or the Head."""
        changed = await change_evaluation(
            ChangeEvaluation(
                caller=caller,
                evaluation_id=evaluation_id,
                entry=body.entry(),
                expected_version=expected_version,
            ),
            ports,
        )
        return respond(evaluation_view(changed))

    return routes


def evaluation_view(evaluation: Evaluation) -> Representation:
    """An entry with its place."""
    return Representation(
        body=evaluation_body(evaluation),
        version=evaluation.version,
        location=f"{PREFIX}/{evaluation.id}",
    )


def evaluation_body(evaluation: Evaluation) -> dict[str, Any]:
    """An entry; an obstacle without solution carries a warning."""
    is_obstacle = evaluation.kind is EvaluationKind.OBSTACLE
    return {
        "id": evaluation.id,
        "office_code": evaluation.office_code,
        "year": evaluation.quarter.year,
        "quarter": evaluation.quarter.number,
        "kind": evaluation.kind,
        "text": evaluation.text,
        "solution": evaluation.solution,
        "owner": evaluation.owner,
        "partner": evaluation.partner,
        "due_on": evaluation.due_on,
        "state": evaluation.state,
        "warnings": ["solution_missing"] if is_obstacle and not evaluation.solution else [],
    }
