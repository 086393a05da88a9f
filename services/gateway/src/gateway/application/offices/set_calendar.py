"""An administrator sets the office's own days of a year; every service is told."""

from dataclasses import dataclass

from gateway.application.ports import Ports
from gateway.domain.offices.calendar import OfficeCalendar
from gateway.domain.offices.office import office_id
from shared.contracts.gateway import CalendarChangedV1, CalendarDay
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCalendar:
    """The year's own days, whole."""

    caller: Caller
    calendar: OfficeCalendar
    once: Once | None = None


async def set_calendar(command: SetCalendar, ports: Ports) -> OfficeCalendar:
    """Replaces the year; due dates follow when they are next computed."""
    command.caller.require(Role.ADMINISTRATOR)
    code = command.calendar.office_code
    if not command.caller.sees(code):
        raise NotFound
    async with ports.begin(command.caller, once=command.once) as work:
        await work.offices.get(code)
        calendar = await work.offices.save_calendar(command.calendar)
        work.events.add(
            CalendarChangedV1(
                office_code=code,
                office_id=office_id(code),
                year=calendar.year,
                calendar_version=calendar.version,
                days=tuple(
                    CalendarDay(day=one.day, name=one.name, is_working=one.is_working)
                    for one in calendar.days
                ),
            )
        )
        return work.answer(calendar)
