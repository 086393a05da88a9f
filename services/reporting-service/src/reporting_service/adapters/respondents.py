"""Asks the survey service who answered, in groups. A report does not wait for it: without an answer
its table says that the profile could not be read."""

import asyncio
from collections.abc import Mapping, Sequence

from reporting_service.domain.respondents import TRAITS, RespondentGroup
from shared.calendar.office_time import Quarter
from shared.errors import Unavailable
from shared.module import ASGIApp
from shared.services import call

_SURVEY = "survey"
_PATH = "/v1/satisfaction-index/breakdown"
TIMEOUT_SECONDS = 2.0


class SurveyRespondents:
    """The breakdowns that everybody may read."""

    def __init__(self, services: Mapping[str, ASGIApp]) -> None:
        self._services = services

    async def groups(self, office_code: str, quarter: Quarter) -> Sequence[RespondentGroup] | None:
        """Every group of every trait that the questionnaire asks for; nothing when the service is
        away."""
        # Looked up when it is needed: the host builds its services one after the other.
        survey = self._services.get(_SURVEY)
        if survey is None:
            return None
        period = f"{quarter.year}-Q{quarter.number}"
        try:
            found = await asyncio.gather(
                *(self._of(survey, trait, office_code, period) for trait in TRAITS)
            )
        except Unavailable:
            return None
        return [group for of_trait in found for group in of_trait]

    async def _of(
        self, survey: ASGIApp, trait: str, office_code: str, period: str
    ) -> list[RespondentGroup]:
        query = {"office_code": office_code, "period": period, "by": trait}
        answer = await call(
            survey, "GET", _PATH, query=query, language="id", timeout=TIMEOUT_SECONDS
        )
        if answer.status in (404, 422):
            # The office's questionnaire does not ask for it, or nobody answered.
            return []
        return [
            RespondentGroup(
                trait=trait,
                name=one["name"] or one["code"],
                respondents=None if one["suppressed"] else one["respondents"],
            )
            for one in answer.require()["groups"]
        ]
