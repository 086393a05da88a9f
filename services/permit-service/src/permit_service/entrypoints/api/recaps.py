"""`/v1/application-recap`: what was handed in during a period, and what has become of it."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from permit_service.application.read_recap import ReadRecap, read_recap
from permit_service.domain.applicant import ApplicantKind
from permit_service.domain.register_recap import COUNTS, RecapFact, added_up
from permit_service.domain.service import Channel, Mode
from permit_service.domain.survey import GateState
from permit_service.entrypoints.api.context import Permits
from permit_service.entrypoints.api.members import members
from permit_service.entrypoints.api.words import Code
from shared.http import Answer, Representation, SignedIn, answers, respond

router = APIRouter(prefix="/v1", tags=["applications"])

PeriodText = Annotated[str, Query(max_length=10, examples=["2026-Q2"])]


class CountsAnswer(Answer):
    """Applications handed in in the period; `late` are those whose service time was exceeded."""

    applications: int
    issued: int
    rejected: int
    withdrawn: int
    late: int


class LineAnswer(CountsAnswer):
    """Applications that are alike in every fact."""

    channel: Channel
    mode: Mode
    category: str
    is_berusaha: bool
    applicant_kind: ApplicantKind
    survey_gate: GateState
    survey_gate_source: str


class RecapAnswer(Answer):
    """The lines, their sum, and the sums by each fact."""

    office_code: str
    period: str
    items: list[LineAnswer]
    totals: CountsAnswer
    by: dict[RecapFact, dict[str, CountsAnswer]]


@router.get("/application-recap", responses=answers(RecapAnswer))
async def get_recap(
    office_code: Annotated[Code, Query()], period: PeriodText, caller: SignedIn, api: Permits
) -> Response:
    """By channel, mode, category, family, kind of applicant, and the survey's gate."""
    query = ReadRecap(caller=caller, office_code=office_code, period=period)
    lines = await read_recap(query, api.ports)
    body = {
        "office_code": office_code,
        "period": period,
        "items": [members(one) for one in lines],
        "totals": _counts(added_up(lines).get("", Counter())),
        "by": {
            fact.value: {value: _counts(found) for value, found in added_up(lines, by=fact).items()}
            for fact in RecapFact
        },
    }
    return respond(Representation(body=body))


def _counts(found: Counter[str]) -> dict[str, int]:
    return {name: found[name] for name in COUNTS}
