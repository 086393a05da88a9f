"""`/v1/sanctions`: proposed by an official, imposed by the Head, answered, escalated, lifted."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from inspection_service.application.answer_sanction import (
    AnswerSanction,
    object_to_sanction,
    respond_to_sanction,
)
from inspection_service.application.escalate_sanction import EscalateSanction, escalate_sanction
from inspection_service.application.impose_sanction import ImposeSanction, impose_sanction
from inspection_service.application.lift_sanction import (
    LiftSanction,
    lift_sanction,
    withdraw_sanction,
)
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.application.propose_sanction import ProposeSanction, propose_sanction
from inspection_service.application.read_sanctions import (
    list_sanctions,
    sanction_document,
    show_sanction,
)
from inspection_service.domain.rules import Step
from inspection_service.domain.sanction import Sanction
from inspection_service.entrypoints.api.fields import Nib, Prose
from inspection_service.entrypoints.api.inspection_views import pdf
from inspection_service.entrypoints.api.sanction_views import sanction_answer, sanction_view
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

CommandT = TypeVar("CommandT", AnswerSanction, LiftSanction)


class SanctionBody(BaseModel):
    """Without licences, those that the violation concerns are touched."""

    violation_id: UUID
    step: Step
    licence_ids: list[UUID] = Field(default=[], max_length=100)


class ReasonBody(BaseModel):
    """What is said to the sanction."""

    reason: Prose


class EscalationBody(ReasonBody):
    """`step` chooses where the ladder forks."""

    step: Step | None = None
    licence_ids: list[UUID] = Field(default=[], max_length=100)


# What each saying does, for who reads the description of the API.
_SAID = {
    "response": "The business's answer to a sanction: it stops the wait for the next step. By the"
    " business, or the office that writes it down.",
    "objection": "The business's objection, once; the sanction stays in force meanwhile. By the"
    " business, or the office that writes it down.",
    "lifting": "Lifts a sanction that was fulfilled; a revocation is final. By the Head.",
    "withdrawal": "Takes a proposal back, or turns it down. By who may propose, or the Head.",
}


def sanction_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""
    _reading_routes(router, ports)
    _heading_routes(router, ports)
    _saying_route(router, ports, "response", AnswerSanction, respond_to_sanction)
    _saying_route(router, ports, "objection", AnswerSanction, object_to_sanction)
    _saying_route(router, ports, "lifting", LiftSanction, lift_sanction)
    _saying_route(router, ports, "withdrawal", LiftSanction, withdraw_sanction)

    @router.post("/v1/sanctions", status_code=201)
    async def propose(body: SanctionBody, caller: SignedIn, request: Idempotent) -> Response:
        """Proposes a sanction on a violation, at a step that the ladder allows; one that the Head
        posts is imposed at once. By an inspector or the licensing official, or the Head."""
        return await request.run(
            lambda once: propose_sanction(
                ProposeSanction(
                    caller=caller,
                    violation_id=body.violation_id,
                    step=body.step,
                    licence_ids=tuple(body.licence_ids),
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=sanction_answer(caller),
            status=201,
        )


def _heading_routes(router: APIRouter, ports: Ports) -> None:
    @router.post("/v1/sanctions/{sanction_id}/imposition")
    async def impose(
        sanction_id: UUID, caller: SignedIn, version: IfMatch, request: Idempotent
    ) -> Response:
        """Imposes what was proposed; the licences that it touches change their status. By the Head,
        never on their own proposal."""
        return await request.run(
            lambda once: impose_sanction(
                ImposeSanction(
                    caller=caller, sanction_id=sanction_id, expected_version=version, once=once
                ),
                ports,
            ),
            body=None,
            shape=sanction_answer(caller),
        )

    @router.post("/v1/sanctions/{sanction_id}/escalation")
    async def escalate(
        sanction_id: UUID,
        body: EscalationBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        """Goes on to the next step after the time for an answer has passed. By the Head."""
        return await request.run(
            lambda once: escalate_sanction(
                EscalateSanction(
                    caller=caller,
                    sanction_id=sanction_id,
                    reason=body.reason,
                    step=body.step,
                    licence_ids=tuple(body.licence_ids),
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=sanction_answer(caller),
        )


def _saying_route(
    router: APIRouter,
    ports: Ports,
    name: str,
    command: type[CommandT],
    use_case: Callable[[CommandT, Ports], Awaitable[Sanction]],
) -> None:
    """A move whose body is a reason and nothing else."""

    @router.post(
        f"/v1/sanctions/{{sanction_id}}/{name}", name=f"sanction_{name}", description=_SAID[name]
    )
    async def say(
        sanction_id: UUID,
        body: ReasonBody,
        caller: SignedIn,
        version: IfMatch,
        request: Idempotent,
    ) -> Response:
        return await request.run(
            lambda once: use_case(
                command(
                    caller=caller,
                    sanction_id=sanction_id,
                    reason=body.reason,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=sanction_answer(caller),
        )


def _reading_routes(router: APIRouter, ports: Ports) -> None:
    @router.get("/v1/sanctions")
    async def sanctions(
        caller: SignedIn, nib: Nib | None = None, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        """Sanctions, the oldest first: for staff all of the office, for a business those of its own
        NIB."""
        found = await list_sanctions(caller, ports, nib=nib, after=decode_id(cursor), limit=limit)
        body = page_of(
            found,
            limit,
            shape=lambda one: sanction_view(one, caller),
        )
        return respond(Representation(body=body))

    @router.get("/v1/sanctions/{sanction_id}/document.pdf")
    async def document(sanction_id: UUID, caller: SignedIn) -> Response:
        """The sanction's letter as PDF, once it was imposed. For the office and the business."""
        return pdf(await sanction_document(sanction_id, caller, ports), name="sanksi.pdf")

    @router.get("/v1/sanctions/{sanction_id}")
    async def sanction(sanction_id: UUID, caller: SignedIn) -> Response:
        """One sanction with its legal basis, its step and its answers. For the office and the
        business."""
        return respond(sanction_answer(caller)(await show_sanction(sanction_id, caller, ports)))
