"""The timer of the agencies' sub-clocks: a reminder once per request, some days before its end."""

from permit_service.application.ports import Ports, Work
from permit_service.application.watch_service_times import BATCH, for_each_office
from permit_service.domain.office import Office
from permit_service.domain.steps import Status
from shared.calendar.office_time import local_date
from shared.contracts.permit import RecommendationDueV1


async def remind_agencies(ports: Ports) -> int:
    """Tells of each answer that is due; returns how many requests were looked at. A request whose
    application waits for no agency any more is marked and not told."""
    return await for_each_office(_remind, ports)


async def _remind(office: Office, work: Work) -> int:
    today = local_date(work.now, office.zone)
    found = await work.agency_requests.due(office.code, on=today, limit=BATCH)
    for one in found:
        if one.status is Status.VERIFIED:
            work.events.add(
                RecommendationDueV1(
                    office_code=office.code,
                    application_id=one.application_id,
                    service_code=one.service_code,
                    agency=one.agency,
                    due_on=one.due_on,
                )
            )
    await work.agency_requests.reminded(found, at=work.now)
    return len(found)
