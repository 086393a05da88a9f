"""What the permit service listens to, and what it does then. Each reaction's name is for ever."""

from collections.abc import Mapping, Sequence
from typing import Any

from permit_service.application.hold_steps import release_steps_of
from permit_service.application.office_ports import OfficeDay
from permit_service.application.ports import Work
from permit_service.application.record_offices import (
    RecordCalendar,
    record_calendars,
    record_offices,
)
from permit_service.application.record_sanctions import RecordSanction, record_sanctions
from permit_service.application.record_surveys import RecordSurvey, record_surveys
from permit_service.application.take_over import RecordIntake, record_intakes
from permit_service.domain.licence import Sanction
from permit_service.domain.office import GateSetting, Office
from permit_service.domain.service import Channel
from permit_service.domain.survey import SurveyFact
from shared.calendar.holidays import Holiday, HolidayKind
from shared.contracts.gateway import (
    ApplicationReceivedV1,
    CalendarChangedV1,
    OfficeChangedV1,
    StaffAccountClosedV1,
)
from shared.contracts.inspection import (
    SanctionEscalatedV1,
    SanctionImposedV1,
    SanctionLiftedV1,
)
from shared.contracts.survey import InvitationOpenedV1, SurveyCompletedV1
from shared.messaging.contract import AnySubscription, Delivery, on

GROUP = "permit"


def subscriptions(default_catalogue: Sequence[Mapping[str, Any]]) -> tuple[AnySubscription, ...]:
    """Every reaction of the group `permit`."""

    async def know_office_when_changed(
        deliveries: Sequence[Delivery[OfficeChangedV1]], work: Work
    ) -> None:
        offices = [_office(one.event) for one in deliveries]
        await record_offices(offices, work, default_catalogue=default_catalogue)

    return (
        on(SurveyCompletedV1, unblock_signing, name="permit.unblock-signing", group=GROUP),
        on(InvitationOpenedV1, show_survey_link, name="permit.show-survey-link", group=GROUP),
        on(SanctionImposedV1, apply_sanction, name="permit.apply-sanction", group=GROUP),
        on(SanctionEscalatedV1, escalate_sanction, name="permit.escalate-sanction", group=GROUP),
        on(SanctionLiftedV1, lift_sanction, name="permit.lift-sanction", group=GROUP),
        on(OfficeChangedV1, know_office_when_changed, name="permit.know-office", group=GROUP),
        on(CalendarChangedV1, know_calendar, name="permit.know-calendar", group=GROUP),
        on(StaffAccountClosedV1, free_steps, name="permit.free-steps", group=GROUP),
        on(ApplicationReceivedV1, note_intake, name="permit.note-intake", group=GROUP),
    )


async def unblock_signing(deliveries: Sequence[Delivery[SurveyCompletedV1]], work: Work) -> None:
    """The answer is in: the Head may sign, and the clock goes on."""
    commands = [
        RecordSurvey(
            office_code=one.event.office_code,
            fact=SurveyFact(
                application_id=one.event.application_id, completed_at=one.event.completed_at
            ),
            because=one.message,
        )
        for one in deliveries
    ]
    await record_surveys(commands, work)


async def show_survey_link(deliveries: Sequence[Delivery[InvitationOpenedV1]], work: Work) -> None:
    """The applicant may answer: the application shows the link."""
    commands = [
        RecordSurvey(
            office_code=one.event.office_code,
            fact=SurveyFact(
                application_id=one.event.application_id,
                invitation_id=one.event.invitation_id,
                opened_at=one.event.opened_at,
                expires_at=one.event.expires_at,
            ),
            because=one.message,
        )
        for one in deliveries
    ]
    await record_surveys(commands, work)


async def apply_sanction(deliveries: Sequence[Delivery[SanctionImposedV1]], work: Work) -> None:
    """Suspends or revokes what the sanction touches."""
    commands = [
        RecordSanction(
            office_code=one.event.office_code,
            sanction=Sanction(
                sanction_id=one.event.sanction_id,
                licence_id=licence_id,
                step=one.event.step,
                stepped_at=one.event.imposed_at,
            ),
            because=one.message,
        )
        for one in deliveries
        for licence_id in one.event.licence_ids
    ]
    await record_sanctions(commands, work)


async def escalate_sanction(
    deliveries: Sequence[Delivery[SanctionEscalatedV1]], work: Work
) -> None:
    """The next rung may suspend or revoke."""
    commands = [
        RecordSanction(
            office_code=one.event.office_code,
            sanction=Sanction(
                sanction_id=one.event.sanction_id,
                licence_id=licence_id,
                step=one.event.step,
                stepped_at=one.event.escalated_at,
            ),
            because=one.message,
        )
        for one in deliveries
        for licence_id in one.event.licence_ids
    ]
    await record_sanctions(commands, work)


async def lift_sanction(deliveries: Sequence[Delivery[SanctionLiftedV1]], work: Work) -> None:
    """Reinstates what no other sanction holds."""
    commands = [
        RecordSanction(
            office_code=one.event.office_code,
            sanction=Sanction(
                sanction_id=one.event.sanction_id,
                licence_id=licence_id,
                lifted_at=one.event.lifted_at,
            ),
            because=one.message,
        )
        for one in deliveries
        for licence_id in one.event.licence_ids
    ]
    await record_sanctions(commands, work)


async def free_steps(deliveries: Sequence[Delivery[StaffAccountClosedV1]], work: Work) -> None:
    """What somebody held who has left is anybody's."""
    await release_steps_of([str(one.event.account_id) for one in deliveries], work)


async def note_intake(deliveries: Sequence[Delivery[ApplicationReceivedV1]], work: Work) -> None:
    """An application of SiCANTIK or MPP Digital is noted; a timer takes it over."""
    commands = [
        RecordIntake(
            intake_id=one.event.intake_id,
            office_code=one.event.office_code,
            channel=Channel(one.event.system),
            outside_number=one.event.outside_number,
            service_code=one.event.service_code,
        )
        for one in deliveries
        # What belongs to no channel is nobody's application.
        if one.event.system in set(Channel)
    ]
    await record_intakes(commands, work)


async def know_calendar(deliveries: Sequence[Delivery[CalendarChangedV1]], work: Work) -> None:
    """The office's own days of a year."""
    commands = [
        RecordCalendar(
            office_code=one.event.office_code,
            year=one.event.year,
            version=one.event.calendar_version,
            days=tuple(
                OfficeDay(
                    holiday=Holiday(on=day.day, name=day.name, kind=HolidayKind.OFFICE),
                    is_working=day.is_working,
                )
                for day in one.event.days
            ),
        )
        for one in deliveries
    ]
    await record_calendars(commands, work)


def _office(event: OfficeChangedV1) -> Office:
    return Office(
        code=event.office_code,
        name=event.name,
        regency=event.regency,
        time_zone=event.time_zone,
        survey_gate=GateSetting(event.survey_gate),
        survey_gate_source=event.survey_gate_source,
        survey_gate_from=event.survey_gate_from,
        counts_cuti_bersama_as_working=event.counts_cuti_bersama_as_working,
        requires_answered_corrections=event.requires_answered_corrections,
        number_code=event.number_code,
        settings_version=event.settings_version,
    )
