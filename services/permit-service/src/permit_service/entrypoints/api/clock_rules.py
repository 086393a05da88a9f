"""Routes of the office's rules for its clocks: when its people are warned."""

from fastapi import APIRouter
from fastapi.responses import Response

from permit_service.application.set_clock_rule import (
    SetClockRule,
    read_clock_rules,
    set_clock_rule,
)
from permit_service.domain.clock_rule import ClockRule
from permit_service.entrypoints.api.clock_answers import ClockRuleAnswer, ClockRulesPage
from permit_service.entrypoints.api.clock_requests import ClockRuleBody
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.members import members
from shared.http import Idempotent, Representation, SignedIn, answers, by, respond
from shared.identity import Role

router = APIRouter(prefix="/v1/clock-rules", tags=["clocks"])


@router.get("", responses=answers(ClockRulesPage))
async def get_clock_rules(caller: SignedIn, api: Permits) -> Response:
    """The rules of the caller's office, oldest first, and since when one is in force."""
    found = await read_clock_rules(caller, api.ports)
    body = {
        "items": [members(one) for one in found.rules],
        "in_force_from": found.in_force_from,
        "next_cursor": None,
    }
    return respond(Representation(body=body))


@router.post(
    "",
    status_code=201,
    responses=answers(ClockRuleAnswer, 201),
    dependencies=by(Role.ADMINISTRATOR),
)
async def post_clock_rule(
    body: ClockRuleBody, caller: SignedIn, request: Idempotent, api: Permits
) -> Response:
    """A rule from a day on, by the administrator."""
    return await request.run(
        lambda once: set_clock_rule(
            SetClockRule(caller=caller, rule=ClockRule(**body.model_dump()), once=once), api.ports
        ),
        body=body.model_dump(mode="json"),
        shape=lambda rule: Representation(body=members(rule)),
        status=201,
    )
