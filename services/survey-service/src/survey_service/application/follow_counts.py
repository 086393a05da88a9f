"""What the reporting service tells of licences known only as counts: part of the population."""

from collections.abc import Sequence
from datetime import date

from shared.contracts.reporting import LicencesCountedV1
from shared.messaging.contract import Delivery
from survey_service.application.ports import Work
from survey_service.domain.licence_use import LOCAL_CHANNELS
from survey_service.domain.population import CountedLicences


async def keep_counted_licences(
    deliveries: Sequence[Delivery[LicencesCountedV1]], work: Work
) -> None:
    """Keeps counts of licences of the local channels; projects and NIB are no licences."""
    counts = [
        CountedLicences(
            month=date(one.event.year, one.event.month, 1),
            channel=one.event.channel,
            kind=one.event.kind,
            row=one.event.row,
            services=one.event.row_services,
            count=one.event.count,
            version=one.event.count_version,
        )
        for one in deliveries
        if one.event.measure == "licences" and one.event.channel in LOCAL_CHANNELS
    ]
    await work.uses.keep_counts(deliveries[0].event.office_code, counts)
