"""The recap of an office's register for a period, for its staff and the province."""

from dataclasses import dataclass

from permit_service.application.ports import Ports
from permit_service.domain.errors import OfficeUnknown
from permit_service.domain.register_recap import RecapLine
from shared.calendar.office_time import parse_period
from shared.errors import NotFound
from shared.identity import STAFF, Caller, Role

READERS = (*(STAFF - {Role.AGENCY_OFFICER}), Role.PROVINCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRecap:
    """`period` is `2026`, `2026-Q2` or `2026-06`, in the office's own time."""

    caller: Caller
    office_code: str
    period: str


async def read_recap(query: ReadRecap, ports: Ports) -> list[RecapLine]:
    """Raises Forbidden for applicants and agencies, NotFound for another's, PeriodNotValid."""
    query.caller.require(*READERS)
    if not query.caller.sees(query.office_code):
        raise NotFound
    async with ports.read(query.caller) as reading:
        office = await reading.offices.get(query.office_code)
        if office is None:
            raise OfficeUnknown
        period = parse_period(query.period, office.zone)
        return await reading.recaps.of(office.code, start=period.start, end=period.end)
