"""How the technical agencies keep their time, per agency and period."""

from permit_service.application.clock_ports import AgencyTimes
from permit_service.application.ports import Ports
from permit_service.application.set_clock_rule import own_office
from shared.calendar.office_time import local_date, parse_period
from shared.errors import Forbidden, NotFound
from shared.identity import Caller


async def read_agency_times(period: str, caller: Caller, ports: Ports) -> list[AgencyTimes]:
    """Of the requests that the caller's office made in the period; raises Forbidden for all but
    staff, PeriodNotValid."""
    if not caller.is_staff:
        raise Forbidden
    async with ports.read(caller) as reading:
        office = await reading.offices.get(own_office(caller))
        if office is None:
            raise NotFound
        asked = parse_period(period, office.zone)
        return await reading.agency_requests.times(
            office, since=asked.start, until=asked.end, today=local_date(reading.now, office.zone)
        )
