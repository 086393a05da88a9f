"""The applicant reads the form behind a link and answers it, once and without signing in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.contracts.survey import SurveyCompletedV1
from shared.errors import NotFound
from shared.messaging.once import Once
from survey_service.application.ports import Ports, Work
from survey_service.application.record_response import Filled, office_of, record_response
from survey_service.application.references import Door, at_office, find_door
from survey_service.domain.application_survey import ApplicationSurvey, Gate
from survey_service.domain.office import Office
from survey_service.domain.questionnaire import Questionnaire
from survey_service.domain.response import CollectionMode


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """An invitation that can be answered, and what it asks."""

    survey: ApplicationSurvey
    office: Office
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSurvey:
    """`reference` is the link's token, or the receipt number on the office's device."""

    reference: str
    filled: Filled
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """That it was answered; never which answer it is."""

    application_id: UUID | None
    completed_at: datetime
    collection_mode: CollectionMode


async def read_form(reference: str, ports: Ports) -> OpenForm:
    """The form behind a reference; raises NotFound, AlreadyAnswered, InvitationExpired or
    SurveyNotOpen."""
    door = await find_door(reference, ports)
    async with ports.read(at_office(door.office_code)) as reading:
        survey = (await reading.surveys.get_many([door.application_id])).get(door.application_id)
        if survey is None:
            raise NotFound
        now = ports.clock.now()
        survey.must_be_answerable(now)
        office = await office_of(reading, door.office_code)
        questionnaire = await reading.questionnaires.in_force(office.code, office.day_of(now))
    return OpenForm(survey=survey, office=office, questionnaire=questionnaire)


async def answer_survey(command: AnswerSurvey, ports: Ports) -> Answered:
    """One answer for one application: counted, and the application's survey is completed. Raises
    what `read_form` raises, and AnswersNotValid."""
    door = await find_door(command.reference, ports)
    async with ports.begin(at_office(door.office_code), once=command.once) as work:
        survey = (await work.surveys.get_many([door.application_id])).get(door.application_id)
        if survey is None:
            raise NotFound
        survey.must_be_answerable(work.now)
        by = _mode(door, survey)
        await record_response(
            command.filled,
            office_code=door.office_code,
            service_code=survey.service_code,
            by=by,
            work=work,
            ports=ports,
        )
        return work.answer(await complete(survey, by=by, work=work))


async def complete(survey: ApplicationSurvey, *, by: CollectionMode, work: Work) -> Answered:
    """The application's survey is in, and signing may go on (Perbup Malra 23/2021 Ps 7(3))."""
    survey = survey.completed(by=by, at=work.now)
    await work.surveys.save_many([survey])
    work.events.add(completed_fact(survey, by=by, at=work.now))
    return Answered(application_id=survey.application_id, completed_at=work.now, collection_mode=by)


def completed_fact(
    survey: ApplicationSurvey, *, by: CollectionMode, at: datetime
) -> SurveyCompletedV1:
    """What the permit service waits for."""
    if by is CollectionMode.IMPORT:
        raise ValueError("an imported answer completes no application")
    return SurveyCompletedV1(
        office_code=survey.office_code,
        application_id=survey.application_id,
        completed_at=at,
        collection_mode=by.value,
    )


def _mode(door: Door, survey: ApplicationSurvey) -> CollectionMode:
    """Whether a licence waited for it, and where it was filled in."""
    if survey.gate is Gate.EXEMPT:
        return CollectionMode.WEB
    return CollectionMode.KIOSK if door.by_receipt else CollectionMode.GATE
