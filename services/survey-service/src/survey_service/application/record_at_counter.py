"""The front office takes an answer at the counter, for an application or for a service in use.

The application may not be known here yet: the answer is kept as an early one, and completes the
application's survey when its first fact arrives.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.calendar.office_time import quarter_of
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once
from survey_service.application.answer_survey import Answered, complete
from survey_service.application.ports import Ports, Work
from survey_service.application.record_response import Filled, office_of, record_response
from survey_service.application.references import application_reference, receipt_reference
from survey_service.domain.application_survey import ApplicationSurvey
from survey_service.domain.errors import RespondentNotKnown
from survey_service.domain.response import CollectionMode


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAtCounter:
    """One of `application_id`, `receipt_number` and `service_code` says whose answer it is."""

    caller: Caller
    filled: Filled
    application_id: UUID | None = None
    receipt_number: str | None = None
    service_code: str | None = None
    once: Once | None = None


async def record_at_counter(command: RecordAtCounter, ports: Ports) -> Answered:
    """Raises Forbidden, AnswersNotValid, AlreadyAnswered, InvitationExpired for an application
    that has ended, and RespondentNotKnown."""
    office_code = office_of_staff(command.caller, Role.FRONT_OFFICE)
    by = CollectionMode.KIOSK
    async with ports.begin(command.caller, once=command.once) as work:
        survey = await _survey_of(command, office_code, work)
        if survey is None and _reference(command) is None:
            await _must_be_used(command.service_code, office_code, work)
        await record_response(
            command.filled,
            office_code=office_code,
            service_code=survey.service_code if survey else command.service_code,
            by=by,
            work=work,
            ports=ports,
        )
        if survey is not None:
            return work.answer(await complete(survey, by=by, work=work))
        return work.answer(
            Answered(
                application_id=command.application_id, completed_at=work.now, collection_mode=by
            )
        )


def office_of_staff(caller: Caller, *roles: Role) -> str:
    """The one office in which the caller holds a role; raises Forbidden."""
    caller.require(*roles)
    if not caller.offices:
        raise NotFound
    return caller.offices[0]


def _reference(command: RecordAtCounter) -> str | None:
    if command.application_id is not None:
        return application_reference(command.application_id)
    if command.receipt_number is not None:
        return receipt_reference(command.receipt_number)
    return None


async def _survey_of(
    command: RecordAtCounter, office_code: str, work: Work
) -> ApplicationSurvey | None:
    """The application's survey, or nothing where it is not known or not named."""
    reference = _reference(command)
    if reference is None:
        return None
    application_id = await work.references.claim(
        office_code, reference, at=work.now, by=CollectionMode.KIOSK
    )
    if application_id is None:
        return None
    survey = (await work.surveys.get_many([application_id])).get(application_id)
    if survey is not None:
        survey.must_be_unanswered()
    return survey


async def _must_be_used(service_code: str | None, office_code: str, work: Work) -> None:
    """Respondents are applicants or users of the service (source 002, 2.5 A)."""
    if service_code is None:
        raise RespondentNotKnown(rule="respondent", pointers=(("/application_id", "missing"),))
    today = (await office_of(work, office_code)).day_of(work.now)
    if not await work.uses.is_used(service_code, _since(today), today):
        raise RespondentNotKnown(rule="respondent", pointers=(("/service_code", "not_in_use"),))


def _since(today: date) -> date:
    """The first month of the running quarter: the period for which answers are collected."""
    quarter = quarter_of(today)
    return date(quarter.year, 3 * quarter.number - 2, 1)
