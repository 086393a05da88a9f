"""Service times of an office in a period: figures of services, steps and agencies for everybody,
and of its own officers for its head alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

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
from reporting_service.domain.step import DaysBetween, Span, Step, StepTimes, step_times
from reporting_service.domain.table import Freshness
from shared.calendar.office_time import Period, parse_period
from shared.calendar.working_days import CalendarHole, WorkingCalendar
from shared.identity import Caller, Role, system_caller

# The figures are public; the office that was asked for is the only one that is looked at.
READER = "reporting-public"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerTimes:
    """The steps that an account finished. The name is asked for when it is shown, and empty where
    its owner cannot be asked."""

    account_id: str
    name: str
    steps: tuple[StepTimes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePerformance:
    """Services and agencies in the order of their codes; one without a licence has no times.
    `steps` are the office's, `service_steps` and `agency_steps` those of a service and of an agency
    on a service. `officers` is nothing for whoever is not the head of the office."""

    office_code: str
    period: Period
    services: tuple[Performance, ...]
    agencies: tuple[AgencyTimes, ...]
    steps: tuple[StepTimes, ...]
    service_steps: Mapping[str, tuple[StepTimes, ...]]
    agency_steps: Mapping[tuple[str, str], StepTimes]
    officers: tuple[OfficerTimes, ...] | None
    freshness: Freshness


async def service_performance(
    caller: Caller, office_code: str, period: str, ports: Ports
) -> ServicePerformance:
    """Raises OfficeUnknown, PeriodNotValid."""
    async with ports.read(system_caller(READER, office_code)) as work:
        office = await work.offices.find(office_code)
        if office is None:
            raise OfficeUnknown
        stretch = parse_period(period, office.zone)
        freshness = await work.progress.all(office_code)
        services = await performances(office_code, stretch, work, ports)
        answers = await work.agencies.times(office_code, stretch.first_day, stretch.last_day)
        spans = await work.steps.spans(office, stretch)
        days_between = _days_between(await work.offices.calendar(office))
    officers = None
    if caller.has(Role.HEAD) and caller.sees(office_code):
        officers = await _officers(spans, days_between, ports)
    return ServicePerformance(
        office_code=office_code,
        period=stretch,
        services=services,
        agencies=_agencies(answers),
        steps=step_times(spans, days_between),
        service_steps=_of_services(spans, days_between),
        agency_steps=_of_agencies(spans, days_between),
        officers=officers,
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


def _days_between(calendar: WorkingCalendar) -> DaysBetween:
    """Whole working days after the first day up to the last; nothing where the calendar has a
    hole."""

    @cache
    def count(first: date, last: date) -> int | None:
        try:
            return calendar.working_days_between(first, last)
        except CalendarHole:
            return None

    return count


def _of_services(
    spans: Sequence[Span], days_between: DaysBetween
) -> dict[str, tuple[StepTimes, ...]]:
    of_service: dict[str, list[Span]] = defaultdict(list)
    for one in spans:
        of_service[one.service_code].append(one)
    return {code: step_times(of_service[code], days_between) for code in sorted(of_service)}


def _of_agencies(
    spans: Sequence[Span], days_between: DaysBetween
) -> dict[tuple[str, str], StepTimes]:
    of_agency: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for one in spans:
        if one.step is Step.RECOMMENDATION:
            of_agency[one.agency, one.service_code].append(one)
    return {key: step_times(found, days_between)[0] for key, found in of_agency.items()}


async def _officers(
    spans: Sequence[Span], days_between: DaysBetween, ports: Ports
) -> tuple[OfficerTimes, ...]:
    """Accounts by name. What a service did by itself is nobody's, and an agency's officers answer
    to their agency."""
    of_actor: dict[str, list[Span]] = defaultdict(list)
    for one in spans:
        if one.actor is not None and one.step is not Step.RECOMMENDATION:
            of_actor[one.actor].append(one)
    accounts = {actor: found for actor, found in of_actor.items() if _is_account(actor)}
    names = await ports.directory.names(accounts.keys())
    officers = (
        OfficerTimes(
            account_id=actor, name=names.get(actor, ""), steps=step_times(found, days_between)
        )
        for actor, found in accounts.items()
    )
    return tuple(sorted(officers, key=lambda one: (one.name, one.account_id)))


def _is_account(actor: str) -> bool:
    """Services have names, people have ids."""
    try:
        UUID(actor)
    except ValueError:
        return False
    return True
