"""Service times of an office in a period, for everybody: figures of services, of no person."""

from collections import defaultdict
from dataclasses import dataclass

from reporting_service.application.ports import Ports
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.performance import Performance, performance
from reporting_service.domain.table import Freshness
from shared.calendar.office_time import Period, parse_period
from shared.identity import system_caller

# The figures are public; the office that was asked for is the only one that is looked at.
_READER = "reporting-public"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePerformance:
    """Services in the order of their codes; a service without a licence has no times."""

    office_code: str
    period: Period
    services: tuple[Performance, ...]
    freshness: Freshness


async def service_performance(office_code: str, period: str, ports: Ports) -> ServicePerformance:
    """Raises OfficeUnknown, PeriodNotValid."""
    async with ports.read(system_caller(_READER, office_code)) as work:
        office = await work.offices.find(office_code)
        if office is None:
            raise OfficeUnknown
        stretch = parse_period(period, office.zone)
        times = await work.issuances.service_times(office_code, stretch.first_day, stretch.last_day)
        freshness = await work.progress.all(office_code)
        own = await work.office_standards.of(office_code)
    # The office's own standard stands before the one that ships.
    standards = {**ports.standards}
    for one in own:
        standards[one.service_code] = one.named(standards.get(one.service_code))
    counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for service_code, working_days, count in times:
        counts[service_code][working_days] += count
    return ServicePerformance(
        office_code=office_code,
        period=stretch,
        services=tuple(
            performance(code, counts[code], standards.get(code)) for code in sorted(counts)
        ),
        freshness=freshness.get("issuances", Freshness()),
    )
