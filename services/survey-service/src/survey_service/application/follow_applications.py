"""What the permit service tells of applications: known, validated, ended; and licences issued.

Each function runs inside the transaction of its deliveries. Facts are merged, so that their order
of arrival never matters, and an answer that came before them completes its application now.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationSubmittedV1,
    ApplicationValidatedV1,
    ApplicationWithdrawnV1,
    LicenceImportedV1,
    LicenceIssuedV1,
)
from shared.contracts.survey import InvitationOpenedV1
from shared.messaging.contract import Delivery, Message
from survey_service.application.answer_survey import completed_fact
from survey_service.application.ports import Work
from survey_service.application.references import (
    application_reference,
    invitation_reference,
    receipt_reference,
)
from survey_service.domain.application_survey import ApplicationSurvey, Gate
from survey_service.domain.licence_use import ServiceUse
from survey_service.domain.office import Office

ToldT = TypeVar(
    "ToldT",
    ApplicationSubmittedV1,
    ApplicationValidatedV1,
    ApplicationRejectedV1,
    ApplicationWithdrawnV1,
)
EndedT = TypeVar("EndedT", ApplicationRejectedV1, ApplicationWithdrawnV1)
LicenceT = TypeVar("LicenceT", LicenceIssuedV1, LicenceImportedV1)


async def know_applications(
    deliveries: Sequence[Delivery[ApplicationSubmittedV1]], work: Work
) -> None:
    """From now on the receipt number leads to the application."""
    surveys = await _known(deliveries, work)
    receipts = {
        receipt_reference(one.event.receipt_number): one.event.application_id for one in deliveries
    }
    await _bind(surveys, receipts, deliveries, work)
    await work.surveys.save_many(surveys.values())
    office_code = deliveries[0].event.office_code
    office = await work.offices.get(office_code)
    await work.uses.add(
        office_code,
        [
            ServiceUse(
                month=_day(office, one.event.submitted_at).replace(day=1),
                service_code=one.event.service_code,
                channel=one.event.channel,
                applications=1,
            )
            for one in deliveries
        ],
    )


async def open_invitations(
    deliveries: Sequence[Delivery[ApplicationValidatedV1]],
    work: Work,
    *,
    new_id: Callable[[], UUID],
    valid_days: int,
) -> None:
    """A validation opens the survey (Ps 7(2)), unless it was answered early or is not asked."""
    surveys = await _known(deliveries, work)
    await _bind(surveys, {}, deliveries, work)
    links: dict[str, UUID] = {}
    for one in deliveries:
        survey = surveys[one.event.application_id]
        gate = Gate(one.event.survey_gate)
        if gate is Gate.EXEMPT:
            surveys[survey.application_id] = survey.exempted()
        elif survey.needs_invitation(gate, work.now):
            opened = survey.opened(
                invitation_id=new_id(),
                at=work.now,
                expires_at=work.now + timedelta(days=valid_days),
            )
            surveys[survey.application_id] = opened
            fact = _opened_fact(opened)
            links[invitation_reference(fact.invitation_id)] = survey.application_id
            work.events.add(fact, because=one.message)
        else:
            surveys[survey.application_id] = replace(survey, gate=gate)
    await work.references.bind(deliveries[0].event.office_code, links)
    await work.surveys.save_many(surveys.values())


async def close_invitations(deliveries: Sequence[Delivery[EndedT]], work: Work) -> None:
    """An application that has ended is asked nothing any more."""
    surveys = await _known(deliveries, work)
    await work.surveys.save_many(survey.closed(work.now) for survey in surveys.values())


async def count_licences(deliveries: Sequence[Delivery[LicenceT]], work: Work) -> None:
    """Licences issued in a month are the population that its answers stand for."""
    await work.uses.add(
        deliveries[0].event.office_code,
        [
            ServiceUse(
                month=one.event.issued_on.replace(day=1),
                service_code=one.event.service_code,
                channel=one.event.channel,
                licences=1,
            )
            for one in deliveries
        ],
    )


async def _known(
    deliveries: Sequence[Delivery[ToldT]], work: Work
) -> dict[UUID, ApplicationSurvey]:
    """The surveys of these applications, locked; new ones where none was known."""
    found = await work.surveys.get_many(one.event.application_id for one in deliveries)
    for one in deliveries:
        found.setdefault(
            one.event.application_id,
            ApplicationSurvey(
                application_id=one.event.application_id,
                office_code=one.event.office_code,
                service_code=one.event.service_code,
            ),
        )
    return found


async def _bind(
    surveys: dict[UUID, ApplicationSurvey],
    receipts: Mapping[str, UUID],
    deliveries: Iterable[Delivery[ToldT]],
    work: Work,
) -> None:
    """Makes references lead here, and completes what was answered for before."""
    because: dict[UUID, Message] = {one.event.application_id: one.message for one in deliveries}
    references = {application_reference(each): each for each in surveys} | dict(receipts)
    office_code = next(iter(surveys.values())).office_code
    for early in await work.references.bind(office_code, references):
        survey = surveys[early.application_id]
        # The same application may have been answered for by its id and by its receipt.
        if survey.completed_at is None and survey.closed_at is None:
            survey = survey.completed(by=early.by, at=early.completed_at)
            surveys[early.application_id] = survey
            work.events.add(
                completed_fact(survey, by=early.by, at=early.completed_at),
                because=because[early.application_id],
            )


def _day(office: Office | None, at: datetime) -> date:
    """The day at the office; while the office is not known here, the day it was in UTC."""
    return at.date() if office is None else office.day_of(at)


def _opened_fact(survey: ApplicationSurvey) -> InvitationOpenedV1:
    assert survey.invitation_id is not None
    assert survey.opened_at is not None
    assert survey.expires_at is not None
    return InvitationOpenedV1(
        office_code=survey.office_code,
        invitation_id=survey.invitation_id,
        application_id=survey.application_id,
        opened_at=survey.opened_at,
        expires_at=survey.expires_at,
    )
