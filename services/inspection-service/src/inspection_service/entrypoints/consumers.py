"""What the service hears: offices and calendars, licences and their fate, NIBs of OSS.

Each reaction turns a batch of events into facts and hands them to one use case.
"""

from collections.abc import Sequence
from typing import TypeVar

from inspection_service.application.facts import (
    CalendarFact,
    LicenceFact,
    OfficeDay,
    OfficeFact,
    RegistrationFact,
    StatusFact,
)
from inspection_service.application.ports import (
    Work,
)
from inspection_service.application.record_facts import (
    record_calendars,
    record_licence_statuses,
    record_licences,
    record_offices,
    record_registrations,
)
from inspection_service.application.record_oss_rating import OssRatingFact, record_oss_ratings
from inspection_service.domain.business import Activity, Licence, LicenceStatus, Rating, Risk, Scale
from shared.contracts.gateway import (
    BusinessChangedV1,
    BusinessRegisteredV1,
    CalendarChangedV1,
    OfficeChangedV1,
)
from shared.contracts.gateway_oss import OssEntryAcknowledgedV1
from shared.contracts.permit import (
    LicenceExpiredV1,
    LicenceImportedV1,
    LicenceIssuedV1,
    LicenceReinstatedV1,
    LicenceRevokedV1,
    LicenceSuspendedV1,
)
from shared.messaging.contract import AnySubscription, Delivery, on

GROUP = "inspection"

IssuedT = TypeVar("IssuedT", LicenceIssuedV1, LicenceImportedV1)
RegisteredT = TypeVar("RegisteredT", BusinessRegisteredV1, BusinessChangedV1)


async def know_business_when_licence_issued(
    deliveries: Sequence[Delivery[IssuedT]], work: Work
) -> None:
    """A licence without NIB is nobody's business."""
    await record_licences(
        [
            LicenceFact(
                office_code=event.office_code,
                nib=event.nib,
                licence=Licence(
                    id=event.licence_id,
                    number=event.number,
                    service_code=event.service_code,
                    issued_on=event.issued_on,
                ),
            )
            for event in (one.event for one in deliveries)
            if event.nib is not None
        ],
        work,
    )


async def note_status_when_suspended(
    deliveries: Sequence[Delivery[LicenceSuspendedV1]], work: Work
) -> None:
    """The licence is suspended."""
    await record_licence_statuses(
        [
            StatusFact(
                office_code=one.event.office_code,
                licence_id=one.event.licence_id,
                status=LicenceStatus.SUSPENDED,
                at=one.event.suspended_at,
            )
            for one in deliveries
        ],
        work,
    )


async def note_status_when_reinstated(
    deliveries: Sequence[Delivery[LicenceReinstatedV1]], work: Work
) -> None:
    """The licence is active again."""
    await record_licence_statuses(
        [
            StatusFact(
                office_code=one.event.office_code,
                licence_id=one.event.licence_id,
                status=LicenceStatus.ACTIVE,
                at=one.event.reinstated_at,
            )
            for one in deliveries
        ],
        work,
    )


async def note_status_when_revoked(
    deliveries: Sequence[Delivery[LicenceRevokedV1]], work: Work
) -> None:
    """The licence is gone for good."""
    await record_licence_statuses(
        [
            StatusFact(
                office_code=one.event.office_code,
                licence_id=one.event.licence_id,
                status=LicenceStatus.REVOKED,
                at=one.event.revoked_at,
            )
            for one in deliveries
        ],
        work,
    )


async def note_status_when_expired(
    deliveries: Sequence[Delivery[LicenceExpiredV1]], work: Work
) -> None:
    """The licence's last day has passed."""
    await record_licence_statuses(
        [
            StatusFact(
                office_code=one.event.office_code,
                licence_id=one.event.licence_id,
                status=LicenceStatus.EXPIRED,
                at=one.message.occurred_at,
            )
            for one in deliveries
        ],
        work,
    )


async def know_business_when_registered(
    deliveries: Sequence[Delivery[RegisteredT]], work: Work
) -> None:
    """OSS told of a NIB, or of a change of one."""
    await record_registrations(
        [
            RegistrationFact(
                office_code=event.office_code,
                nib=event.nib,
                scale=None if event.scale is None else Scale(event.scale),
                activities=tuple(
                    Activity(kbli=one.kbli, risk=Risk(one.risk), project_id=one.project_id)
                    for one in event.activities
                ),
            )
            for event in (one.event for one in deliveries)
        ],
        work,
    )


async def keep_office_when_changed(
    deliveries: Sequence[Delivery[OfficeChangedV1]], work: Work
) -> None:
    """The office's name, zone and numbers."""
    await record_offices(
        [
            OfficeFact(
                code=event.office_code,
                name=event.name,
                regency=event.regency,
                number_code=event.number_code,
                time_zone=event.time_zone,
                counts_cuti_bersama_as_working=event.counts_cuti_bersama_as_working,
                settings_version=event.settings_version,
            )
            for event in (one.event for one in deliveries)
        ],
        work,
    )


async def keep_calendar_when_changed(
    deliveries: Sequence[Delivery[CalendarChangedV1]], work: Work
) -> None:
    """The office's own days of a year."""
    await record_calendars(
        [
            CalendarFact(
                office_code=event.office_code,
                year=event.year,
                calendar_version=event.calendar_version,
                days=tuple(
                    OfficeDay(day=one.day, name=one.name, is_working=one.is_working)
                    for one in event.days
                ),
            )
            for event in (one.event for one in deliveries)
        ],
        work,
    )


async def record_rating_when_entered_in_oss(
    deliveries: Sequence[Delivery[OssEntryAcknowledgedV1]], work: Work
) -> None:
    """What OSS determined of an assessment."""
    await record_oss_ratings(
        [
            OssRatingFact(
                compliance_id=one.event.matter_id,
                rating=Rating(one.event.oss_rating),
                entered_by=one.message.actor or "",
                entered_at=one.event.entered_at,
            )
            for one in deliveries
            if one.event.kind == "assessment" and one.event.oss_rating is not None
        ],
        work,
    )


def subscriptions() -> tuple[AnySubscription, ...]:
    """Every reaction of the service, under names that never change."""
    return (
        on(
            OfficeChangedV1,
            keep_office_when_changed,
            name="inspection.keep-office",
            group=GROUP,
        ),
        on(
            CalendarChangedV1,
            keep_calendar_when_changed,
            name="inspection.keep-calendar",
            group=GROUP,
        ),
        on(
            LicenceIssuedV1,
            know_business_when_licence_issued,
            name="inspection.know-business-of-licence",
            group=GROUP,
        ),
        on(
            LicenceImportedV1,
            know_business_when_licence_issued,
            name="inspection.know-business-of-imported-licence",
            group=GROUP,
        ),
        on(
            LicenceSuspendedV1,
            note_status_when_suspended,
            name="inspection.note-suspension",
            group=GROUP,
        ),
        on(
            LicenceReinstatedV1,
            note_status_when_reinstated,
            name="inspection.note-reinstatement",
            group=GROUP,
        ),
        on(
            LicenceRevokedV1,
            note_status_when_revoked,
            name="inspection.note-revocation",
            group=GROUP,
        ),
        on(
            LicenceExpiredV1,
            note_status_when_expired,
            name="inspection.note-expiry",
            group=GROUP,
        ),
        on(
            BusinessRegisteredV1,
            know_business_when_registered,
            name="inspection.know-registered-business",
            group=GROUP,
        ),
        on(
            BusinessChangedV1,
            know_business_when_registered,
            name="inspection.know-changed-business",
            group=GROUP,
        ),
        on(
            OssEntryAcknowledgedV1,
            record_rating_when_entered_in_oss,
            name="inspection.record-oss-rating",
            group=GROUP,
        ),
    )
