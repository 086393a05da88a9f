"""Timers of the legal clock: service times that have passed, and those that end soon.

Each acts for one office at a time, in bounded batches that are held while they are told; what
another worker holds is left to it. The mark is written with the event, so that a step that is
broken off, repeated or run twice tells once.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports, Work
from permit_service.application.tell_excess import next_step_of, tell_excess
from permit_service.domain.application import Application
from permit_service.domain.clock_rule import rule_on
from permit_service.domain.office import Office
from shared.calendar.office_time import local_date
from shared.calendar.rulers import Standard, Unit
from shared.calendar.working_days import CalendarHole
from shared.contracts.permit import ServiceTimeEndingV1
from shared.identity import system_caller
from shared.telemetry import logger

log = logger(__name__)

NAME = "permit"
BATCH = 50
# What one step does at most for one office; the next step goes on.
BATCHES_PER_STEP = 40

Batch = Callable[[Office, Work], Awaitable[int]]


async def tell_exceeded_times(ports: Ports) -> int:
    """Tells each service time that has passed; returns how many applications were looked at."""
    return await for_each_office(_tell_exceeded, ports)


async def tell_ending_times(ports: Ports) -> int:
    """Warns of each service time that ends within the office's days of warning."""
    return await for_each_office(_tell_ending, ports)


async def for_each_office(batch: Batch, ports: Ports) -> int:
    """Takes batches of each office until one is not full. An office whose calendar has a hole is
    left out and logged; the others go on."""
    async with ports.read(system_caller(NAME)) as reading:
        offices = await reading.offices.all()
    looked_at = 0
    for office in offices:
        try:
            looked_at += await _batches(batch, office, ports)
        except CalendarHole:
            log.warning("calendar_hole", office=office.code, timer=batch.__name__)
    return looked_at


async def _batches(batch: Batch, office: Office, ports: Ports) -> int:
    looked_at = 0
    for _ in range(BATCHES_PER_STEP):
        async with ports.begin(system_caller(NAME, office.code)) as work:
            found = await batch(office, work)
        looked_at += found
        if found < BATCH:
            break
    return looked_at


async def _tell_exceeded(office: Office, work: Work) -> int:
    found = await work.running.overdue(office.code, at=work.now, limit=BATCH)
    told: list[Application] = []
    for application_id in found:
        dossier = await work.dossier(application_id)
        dated = dossier.dated(dossier.application)
        told.append(tell_excess(dossier.with_(dated), dated, work.events))
    await work.applications.save_clocks(told)
    return len(found)


async def _tell_ending(office: Office, work: Work) -> int:
    today = local_date(work.now, office.zone)
    rule = rule_on(today, await work.clock_rules.of(office.code))
    if rule.warn_before == 0:
        return 0
    calendar = await work.offices.calendar(office)
    until = calendar.add_working_days(today, rule.warn_before)
    found = await work.running.ending(office.code, until=until, limit=BATCH)
    warned = [_warned(await work.dossier(one), work, warn_before=rule.warn_before) for one in found]
    await work.applications.save_clocks(warned)
    return len(found)


def _warned(dossier: Dossier, work: Work, *, warn_before: int) -> Application:
    """With its mark; told only where a warning still says something."""
    application = dossier.application
    is_news = dossier.exceeded_due_on is None and _is_longer(
        dossier.service.standard, than=warn_before
    )
    if is_news and application.due_on is not None:
        work.events.add(
            ServiceTimeEndingV1(
                office_code=application.office_code,
                application_id=application.id,
                service_code=application.service_code,
                due_on=application.due_on,
                waits_for=next_step_of(application),
            )
        )
    marked = replace(application.service_time, warned_on=application.due_on)
    return replace(application, service_time=marked)


def _is_longer(standard: Standard, *, than: int) -> bool:
    """A standard of hours, or of no more days than the warning, would be warned of as it starts."""
    return standard.unit is not Unit.HOUR and standard.value > than
