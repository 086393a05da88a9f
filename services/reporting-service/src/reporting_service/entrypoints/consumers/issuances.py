"""Licences, projects and NIBs become counters of their month; offices, standards are copied."""

from reporting_service.application.ports import Work
from reporting_service.application.record_facts import (
    office_of,
    record_calendars,
    record_issuances,
    record_offices,
    record_standards,
)
from reporting_service.domain.issuance import Issuance
from reporting_service.domain.kinds import Channel, Measure
from reporting_service.domain.office import Office, OfficeYear
from reporting_service.domain.performance import OfficeStandard
from reporting_service.domain.planned_investment import sector_of
from reporting_service.entrypoints.consumers.groundwork import Deliveries, listen
from shared.contracts.gateway import (
    BusinessRegisteredV1,
    CalendarChangedV1,
    OfficeChangedV1,
    ProjectRegisteredV1,
)
from shared.contracts.permit import LicenceImportedV1, LicenceIssuedV1, ServicePublishedV1
from shared.messaging.contract import AnySubscription


async def keep_offices(deliveries: Deliveries[OfficeChangedV1], work: Work) -> None:
    """Keeps the office's name and zone."""
    offices = [
        Office(
            code=one.event.office_code,
            name=one.event.name,
            regency=one.event.regency,
            time_zone=one.event.time_zone,
            number_code=one.event.number_code,
            settings_version=one.event.settings_version,
            counts_cuti_bersama_as_working=one.event.counts_cuti_bersama_as_working,
        )
        for one in deliveries
    ]
    await record_offices(offices, work)


async def keep_calendars(deliveries: Deliveries[CalendarChangedV1], work: Work) -> None:
    """Keeps the office's own days, by which steps are counted."""
    years = [
        OfficeYear(
            office_code=one.event.office_code,
            year=one.event.year,
            version=one.event.calendar_version,
            days=tuple((day.day, day.name, day.is_working) for day in one.event.days),
        )
        for one in deliveries
    ]
    await record_calendars(years, work)


async def keep_standards(deliveries: Deliveries[ServicePublishedV1], work: Work) -> None:
    """Keeps the service time that the office's own catalogue promises."""
    standards = [
        OfficeStandard(
            office_code=one.event.office_code,
            service_code=one.event.service_code,
            version=one.event.service_version,
            value=one.event.standard_value,
            unit=one.event.standard_unit,
        )
        for one in deliveries
    ]
    await record_standards(standards, work)


async def count_issued(deliveries: Deliveries[LicenceIssuedV1], work: Work) -> None:
    """Counts signed licences by their date of issue."""
    await record_issuances(
        [
            _licence(
                one.event,
                working_days=one.event.working_days,
                service_version=one.event.service_version,
            )
            for one in deliveries
        ],
        work,
    )


async def count_imported(deliveries: Deliveries[LicenceImportedV1], work: Work) -> None:
    """Counts licences of the office's history."""
    await record_issuances([_licence(one.event) for one in deliveries], work)


def _licence(
    event: LicenceIssuedV1 | LicenceImportedV1,
    *,
    working_days: int | None = None,
    service_version: int | None = None,
) -> Issuance:
    return Issuance(
        office_code=event.office_code,
        measure=Measure.LICENCES,
        reference=str(event.licence_id),
        channel=Channel(event.channel),
        kind=event.service_code,
        issued_on=event.issued_on,
        number=event.number,
        nib=event.nib,
        working_days=working_days,
        service_version=service_version,
    )


async def count_nibs(deliveries: Deliveries[BusinessRegisteredV1], work: Work) -> None:
    """Counts NIBs by the day on which OSS told of them."""
    office = await office_of(deliveries[0].event.office_code, work)
    await record_issuances(
        [
            Issuance(
                office_code=office.code,
                measure=Measure.NIB,
                reference=one.event.nib,
                channel=Channel.OSS,
                kind="NIB",
                issued_on=office.today(one.message.occurred_at),
                nib=one.event.nib,
            )
            for one in deliveries
        ],
        work,
    )


async def count_projects(deliveries: Deliveries[ProjectRegisteredV1], work: Work) -> None:
    """Counts projects by the day on which OSS told of them."""
    office = await office_of(deliveries[0].event.office_code, work)
    await record_issuances(
        [
            Issuance(
                office_code=office.code,
                measure=Measure.PROJECTS,
                reference=one.event.project_id,
                sector=sector_of(one.event.kbli),
                planned_rupiah=one.event.planned_investment_rupiah,
                channel=Channel.OSS,
                kind="PROYEK",
                issued_on=office.today(one.message.occurred_at),
                nib=one.event.nib,
            )
            for one in deliveries
        ],
        work,
    )


def subscriptions() -> tuple[AnySubscription, ...]:
    """Reactions that count what was issued."""
    return (
        listen(OfficeChangedV1, "offices", keep_offices, name="keep-office"),
        listen(CalendarChangedV1, "offices", keep_calendars, name="keep-calendar"),
        listen(ServicePublishedV1, "standards", keep_standards, name="keep-standard"),
        listen(LicenceIssuedV1, "issuances", count_issued, name="count-licence"),
        listen(LicenceImportedV1, "issuances", count_imported, name="count-imported-licence"),
        listen(BusinessRegisteredV1, "issuances", count_nibs, name="count-nib"),
        listen(ProjectRegisteredV1, "issuances", count_projects, name="count-project"),
    )
