"""Service times of an office in a period, for everybody: figures of services and agencies, of no
person."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting_service.application.ports import Ports, Work
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.performance import (
    UNTOLD,
    AgencyTimes,
    OfficeStandard,
    Performance,
    Standard,
    performance,
    times_of,
)
from reporting_service.domain.table import Freshness
from shared.calendar.office_time import Period, parse_period
from shared.identity import system_caller

# The figures are public; the office that was asked for is the only one that is looked at.
READER = "reporting-public"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePerformance:
    """Services and agencies in the order of their codes; one without a licence has no times."""

    office_code: str
    period: Period
    services: tuple[Performance, ...]
    agencies: tuple[AgencyTimes, ...]
    freshness: Freshness


async def service_performance(office_code: str, period: str, ports: Ports) -> ServicePerformance:
    """Raises OfficeUnknown, PeriodNotValid."""
    async with ports.read(system_caller(READER, office_code)) as work:
        office = await work.offices.find(office_code)
        if office is None:
            raise OfficeUnknown
        stretch = parse_period(period, office.zone)
        freshness = await work.progress.all(office_code)
        services = await performances(office_code, stretch, work, ports)
        answers = await work.agencies.times(office_code, stretch.first_day, stretch.last_day)
    return ServicePerformance(
        office_code=office_code,
        period=stretch,
        services=services,
        agencies=_agencies(answers),
        freshness=freshness.get("issuances", Freshness()),
    )


async def performances(
    office_code: str, period: Period, work: Work, ports: Ports
) -> tuple[Performance, ...]:
    """Every service that issued a licence in the period, against its standards."""
    times = await work.issuances.service_times(office_code, period.first_day, period.last_day)
    own = await work.office_standards.of(office_code)
    standing = _standing(own, ports.standards)
    by_version = _by_version(await work.office_standards.versions(office_code), ports.standards)
    counts: dict[str, dict[tuple[int, int], int]] = defaultdict(dict)
    for service_code, version, working_days, count in times:
        counts[service_code][version, working_days] = count
    return tuple(
        performance(
            code,
            counts[code],
            standards=by_version.get(code, {}),
            standing=standing.get(code),
        )
        for code in sorted(counts)
    )


def _standing(
    own: Sequence[OfficeStandard], shipped: Mapping[str, Standard]
) -> dict[str, Standard]:
    """The office's own standard stands before the one that ships."""
    return {**shipped} | {one.service_code: one.named(shipped.get(one.service_code)) for one in own}


def _by_version(
    own: Sequence[OfficeStandard], shipped: Mapping[str, Standard]
) -> dict[str, dict[int, Standard]]:
    """What each version promises. Before an office's first own version the shipped one held."""
    found: dict[str, dict[int, Standard]] = defaultdict(dict)
    for one in own:
        default = shipped.get(one.service_code)
        versions = found[one.service_code]
        versions[one.version] = one.named(default)
        if default is not None and one.version > UNTOLD + 1:
            versions.setdefault(UNTOLD + 1, default)
    return found


def _agencies(answers: Sequence[tuple[str, str, int, int]]) -> tuple[AgencyTimes, ...]:
    counts: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for agency, service_code, working_days, count in answers:
        counts[agency, service_code][working_days] = count
    return tuple(
        AgencyTimes(agency=agency, service_code=service_code, times=times_of(counts[key]))
        for key in sorted(counts)
        for agency, service_code in (key,)
    )
