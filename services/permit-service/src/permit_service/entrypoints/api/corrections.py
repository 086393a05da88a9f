"""Routes of corrections: their history, answers in words, and the rules that date them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from permit_service.application.answer_correction import AnswerCorrection, answer_correction
from permit_service.application.personal_reads import record_file
from permit_service.application.read_applications import read_application
from permit_service.application.set_office_rule import (
    SetOfficeRule,
    read_office_rules,
    set_office_rule,
)
from permit_service.domain.office_rule import DEFAULTS
from permit_service.entrypoints.api.answers import ApplicationAnswer
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.correction_shapes import (
    AnswerBody,
    RoundsPage,
    RuleAnswer,
    RuleBody,
    RulesPage,
    round_body,
    rule_body,
)
from permit_service.entrypoints.api.one_step import OneStep
from permit_service.entrypoints.api.who import OF_APPLICANT
from permit_service.entrypoints.api.words import Code
from shared.http import Idempotent, Representation, SignedIn, answers, by, respond
from shared.identity import Role

router = APIRouter(prefix="/v1", tags=["corrections"])


@router.get("/applications/{application_id}/corrections", responses=answers(RoundsPage))
async def get_corrections(application_id: UUID, caller: SignedIn, api: Permits) -> Response:
    """Every round: who asked what and when, and what was answered."""
    dossier = await read_application(application_id, caller, api.ports)
    if dossier.rounds:
        await record_file(dossier, caller, api.ports, file="corrections", purpose="dossier")
    items = [round_body(one, dossier, caller) for one in dossier.rounds]
    return respond(Representation(body={"items": items, "next_cursor": None}))


@router.post(
    "/applications/{application_id}/corrections/{number}/answer",
    responses=answers(ApplicationAnswer),
    dependencies=OF_APPLICANT,
)
async def post_answer(number: int, body: AnswerBody, step: OneStep) -> Response:
    """An answer in words; a document answers by being handed in for its requirement."""
    return await step.run(
        answer_correction,
        lambda given: AnswerCorrection(**given, number=number, answer=body.answer),
        body,
    )


@router.get("/permit-rules", responses=answers(RulesPage))
async def get_rules(
    caller: SignedIn, api: Permits, office_code: Annotated[Code, Query()]
) -> Response:
    """The rules of an office: our defaults first, then what it has set."""
    found = await read_office_rules(caller, office_code, api.ports)
    items = [rule_body(one) for one in (*DEFAULTS, *found)]
    return respond(Representation(body={"items": items, "next_cursor": None}))


@router.post(
    "/permit-rules",
    status_code=201,
    responses=answers(RuleAnswer, 201),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_rule(
    body: RuleBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """A rule from a day on, by the administrator."""
    return await request.run(
        lambda once: set_office_rule(
            SetOfficeRule(caller=caller, once=once, **body.model_dump()), api.ports
        ),
        body=body.model_dump(mode="json"),
        shape=lambda rule: Representation(body=rule_body(rule)),
        status=201,
    )
