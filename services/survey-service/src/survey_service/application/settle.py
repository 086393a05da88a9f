"""What an administrator settles: the office's own questionnaire, and a population it counted."""

from dataclasses import dataclass

from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once
from survey_service.application.ports import Ports
from survey_service.application.record_at_counter import office_of_staff
from survey_service.application.record_response import office_of
from survey_service.application.references import at_office
from survey_service.domain.errors import QuestionnaireNotValid
from survey_service.domain.population import StatedPopulation
from survey_service.domain.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True, kw_only=True)
class AddQuestionnaire:
    """A version of the office's own, from a day on."""

    caller: Caller
    questionnaire: Questionnaire
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePopulation:
    """What the office counted for a period, and what that count means."""

    caller: Caller
    period: str
    count: int
    definition: str
    once: Once | None = None


async def add_questionnaire(command: AddQuestionnaire, ports: Ports) -> Questionnaire:
    """Begins today at the earliest: what was answered is not asked anew. Raises Forbidden, and
    VersionExists for an id that is taken."""
    office_code = office_of_staff(command.caller, Role.ADMINISTRATOR)
    async with ports.begin(command.caller, once=command.once) as work:
        today = (await office_of(work, office_code)).day_of(work.now)
        if command.questionnaire.effective_from < today:
            raise QuestionnaireNotValid(pointers=(("/effective_from", "in_past"),))
        await work.questionnaires.add(office_code, command.questionnaire)
        return work.answer(command.questionnaire)


async def list_questionnaires(office_code: str, ports: Ports) -> list[Questionnaire]:
    """For anybody: every version of an office, the oldest first."""
    async with ports.read(at_office(office_code)) as reading:
        if await reading.offices.get(office_code) is None:
            raise NotFound
        known = await reading.questionnaires.all_for(office_code)
    return sorted(known.values(), key=lambda one: (one.effective_from, one.id))


async def state_population(command: StatePopulation, ports: Ports) -> StatedPopulation:
    """Replaces what was stated before; raises Forbidden."""
    office_code = office_of_staff(command.caller, Role.ADMINISTRATOR)
    async with ports.begin(command.caller, once=command.once) as work:
        period = (await office_of(work, office_code)).period(command.period)
        stated = StatedPopulation(
            office_code=office_code,
            period=period.label,
            count=command.count,
            definition=command.definition,
        )
        await work.uses.state_population(stated)
        return work.answer(stated)
