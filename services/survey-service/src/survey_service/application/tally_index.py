"""The index as the tallies stand in a transaction."""

from collections.abc import Mapping

from shared.calendar.office_time import Period
from survey_service.application.ports import Reading
from survey_service.domain.office import Office
from survey_service.domain.policy import Policy
from survey_service.domain.questionnaire import Questionnaire
from survey_service.domain.satisfaction_index import SatisfactionIndex, TallyOf, index_of
from survey_service.domain.tally import Tally


async def tallies_in(reading: Reading, office: Office, period: Period) -> list[TallyOf]:
    """Each questionnaire that was answered in the period, with its tally."""
    totals = await reading.tallies.totals(period.first_day, period.last_day)
    return paired(totals, await reading.questionnaires.all_for(office.code))


async def index_in(
    reading: Reading, office: Office, period: Period, policy: Policy
) -> SatisfactionIndex:
    """The index of a period."""
    return index_of(await tallies_in(reading, office, period), policy)


def paired(totals: Mapping[str, Tally], known: Mapping[str, Questionnaire]) -> list[TallyOf]:
    """Tallies with the questionnaire that says what their codes mean."""
    return [(known[questionnaire_id], tally) for questionnaire_id, tally in totals.items()]
