"""Offices and their own days, as everybody may read them."""

from gateway.application.ports import Ports
from gateway.domain.offices.calendar import OfficeCalendar
from gateway.domain.offices.office import CODE, Office
from shared.errors import NotFound
from shared.identity import ANYBODY


async def offices(ports: Ports) -> list[Office]:
    """Every office, in order of their codes."""
    async with ports.read(ANYBODY) as stores:
        return await stores.offices.all()


async def office_of_code(code: str, ports: Ports) -> Office:
    """One office; raises NotFound."""
    if not CODE.match(code):
        raise NotFound
    async with ports.read(ANYBODY) as stores:
        return await stores.offices.get(code)


async def office_calendar(code: str, year: int, ports: Ports) -> OfficeCalendar:
    """The own days of a year; raises NotFound for an unknown office."""
    async with ports.read(ANYBODY) as stores:
        await stores.offices.get(code)
        return await stores.offices.calendar(code, year)
