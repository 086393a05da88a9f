"""What the survey service tells: invitations opened, surveys completed.

The fact is kept whether or not the application is known; where a clock waits for it, it goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Work
from permit_service.application.steps import tell_clock
from permit_service.domain.application import Application
from permit_service.domain.office import Office
from permit_service.domain.service_clock import Wait, waits_for
from permit_service.domain.survey import SurveyFact
from shared.messaging.contract import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSurvey:
    """One fact of one office's application, and the message that brought it."""

    office_code: str
    fact: SurveyFact
    because: Message


async def record_surveys(commands: Sequence[RecordSurvey], work: Work) -> None:
    """Signing is unblocked by the fact alone (Ps 7(3)); the clock goes on with it.

    The applications are held first: a validation that runs meanwhile either sees the fact or is
    seen by this reaction.
    """
    held = await work.applications.hold([one.fact.application_id for one in commands])
    for office, facts in _by_office(commands).items():
        await work.surveys.record(facts, office_code=office)
    completed = {
        one.fact.application_id: one for one in commands if one.fact.completed_at is not None
    }
    waiting = [one for one in held if one.id in completed and waits_for(one.clock, Wait.SURVEY)]
    resumed = await _resumed(waiting, completed, work)
    await work.applications.save_clocks(resumed)
    for before, after in zip(waiting, resumed, strict=True):
        because = completed[before.id].because
        tell_clock(work.events, before=before, after=after, because=because)


async def _resumed(
    waiting: Sequence[Application], completed: Mapping[UUID, RecordSurvey], work: Work
) -> list[Application]:
    """The clocks after the answers, with the days on which they are due now."""
    found: list[Application] = []
    owed = await work.retributions.of([one.id for one in waiting])
    offices: dict[str, Office | None] = {}
    for one in waiting:
        if one.office_code not in offices:
            offices[one.office_code] = await work.offices.get(one.office_code)
        fact = completed[one.id].fact
        assert fact.completed_at is not None
        is_due = one.id in owed and owed[one.id].is_due
        resumed = one.survey_is_in(at=fact.completed_at, is_payment_due=is_due)
        found.append(await _dated(resumed, fact, offices[one.office_code], work))
    return found


async def _dated(
    application: Application, fact: SurveyFact, office: Office | None, work: Work
) -> Application:
    service = await work.catalogue.service(
        application.office_code, application.service_code, version=application.service_version
    )
    if office is None or service is None:
        return application
    version = application.service_time.calendar_version
    calendar = await work.offices.calendar(office, version=version)
    await work.offices.keep_calendar(calendar)
    return Dossier(
        application=application,
        service=service,
        office=office,
        calendar=calendar,
        survey=fact,
        licence=None,
        now=work.now,
    ).dated(application)


def _by_office(commands: Sequence[RecordSurvey]) -> Mapping[str, list[SurveyFact]]:
    found: dict[str, dict[UUID, SurveyFact]] = {}
    for one in commands:
        found.setdefault(one.office_code, {})[one.fact.application_id] = one.fact
    return {office: list(facts.values()) for office, facts in found.items()}
