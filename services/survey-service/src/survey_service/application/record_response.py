"""Writing one answer down: the response and the tallies that count it.

The answer is not announced here: `announce_responses` tells it later and together with others, so
that neither place nor time in the log leads from an answer to an application.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shared.errors import Unavailable
from survey_service.application.ports import Ports, Reading, Work
from survey_service.domain.office import Office
from survey_service.domain.response import CollectionMode, Response
from survey_service.domain.tally import tallies_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a respondent filled in, not yet checked."""

    answers: Mapping[str, object]
    profile: Mapping[str, object]
    suggestion: str | None = None


async def office_of(reading: Reading, office_code: str) -> Office:
    """The office; raises Unavailable while the gateway's fact of it is still on its way."""
    office = await reading.offices.get(office_code)
    if office is None:
        raise Unavailable(retry_after_seconds=1)
    return office


async def record_response(
    filled: Filled,
    *,
    office_code: str,
    service_code: str | None,
    by: CollectionMode,
    work: Work,
    ports: Ports,
) -> date:
    """Checks, keeps and counts an answer; returns the day it counts for. Raises AnswersNotValid."""
    office = await office_of(work, office_code)
    today = office.day_of(work.now)
    questionnaire = await work.questionnaires.in_force(office_code, today)
    questionnaire.check(filled.answers, filled.profile)
    response = Response(
        id=ports.random_id(),
        office_code=office_code,
        answered_on=today,
        collection_mode=by,
        questionnaire_id=questionnaire.id,
        # `check` has seen to it that these are whole numbers and words.
        answers={code: int(str(value)) for code, value in filled.answers.items()},
        service_code=service_code,
        profile=questionnaire.groups_of(filled.profile),
        suggestion=(filled.suggestion or "").strip() or None,
    )
    await work.responses.add([response], told=False)
    await work.tallies.add(office_code, tallies_of([response]))
    return today
