"""The coverage of an office's services with approved standards and procedures. Public."""

from permit_service.application.ports import Ports
from permit_service.domain.standard_coverage import Coverage, coverage_of
from shared.calendar.office_time import local_date
from shared.errors import NotFound
from shared.identity import ANYBODY


async def read_standards(office_code: str, ports: Ports) -> list[Coverage]:
    """Each service, by code; raises NotFound for an office that is not known."""
    async with ports.read(ANYBODY) as reading:
        office = await reading.offices.get(office_code)
        if office is None:
            raise NotFound
        today = local_date(reading.now, office.zone)
        services = await reading.catalogue.services(office_code)
    return [coverage_of(one, today=today) for one in services]
