"""How an office writes its numbers: an administrator sets it, per service or for all.

A change holds from the next number on. A series goes on where it stands, and can be told to go on
after numbers that were given before the office came here.
"""

from dataclasses import dataclass

from permit_service.application.ports import Ports, Reading, Work
from permit_service.domain.errors import ServiceUnknown
from permit_service.domain.number_format import (
    FormatEdition,
    FormatSetting,
    NumberFormat,
    format_in_force,
)
from permit_service.domain.service import Service
from shared.calendar.office_time import local_date
from shared.errors import InvalidRequest, NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once

READERS = (Role.ADMINISTRATOR, Role.HEAD, Role.LICENSING_OFFICIAL, Role.BACK_OFFICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNumberFormat:
    """`last_used` is the last number of this year that was given elsewhere."""

    caller: Caller
    office_code: str
    service_code: str | None
    format: str
    last_used: int | None = None
    once: Once | None = None


async def set_number_format(command: SetNumberFormat, ports: Ports) -> FormatSetting:
    """Raises Forbidden, NotFound for another office, NumberFormatNotValid, ServiceUnknown."""
    command.caller.require(Role.ADMINISTRATOR)
    if not command.caller.sees(command.office_code):
        raise NotFound
    written = NumberFormat.parse(command.format)
    async with ports.begin(command.caller, once=command.once) as work:
        service = command.service_code
        if service and await work.catalogue.service(command.office_code, service) is None:
            raise ServiceUnknown(pointers=(("/service_code", "unknown"),))
        before = await work.number_formats.newest(command.office_code, service)
        setting = FormatSetting(
            office_code=command.office_code,
            service_code=service,
            version=1 if before is None else before.version + 1,
            format=written,
            set_at=work.now,
            set_by=command.caller.actor,
        )
        await work.number_formats.add(setting)
        if command.last_used is not None:
            await _continue_after(command.last_used, setting, work)
        return work.answer(setting)


async def _continue_after(last: int, setting: FormatSetting, work: Work) -> None:
    if setting.format.names_service and setting.service_code is None:
        raise InvalidRequest(pointers=(("/last_used", "needs_service_code"),))
    office = await work.offices.get(setting.office_code)
    if office is None:
        raise NotFound
    key = setting.format.series(setting.service_code or "")
    year = local_date(work.now, office.zone).year
    series = await work.numbers.series(office.code, key=key, year=year)
    await work.numbers.save_series(office.code, key=key, year=year, series=series.continued(last))


async def list_number_formats(
    office_code: str, caller: Caller, ports: Ports
) -> list[FormatSetting]:
    """What the office has set; raises Forbidden, NotFound for another office."""
    caller.require(*READERS)
    if not caller.sees(office_code):
        raise NotFound
    async with ports.read(caller) as reading:
        return await reading.number_formats.all(office_code)


async def number_format_of(service: Service, reading: Reading) -> FormatEdition:
    """The format in which the next licence of that service is numbered."""
    of_catalogue = service.content.get("number_format")
    return format_in_force(
        of_service=await reading.number_formats.newest(service.office_code, service.code),
        of_catalogue=of_catalogue if isinstance(of_catalogue, str) else None,
        catalogue_version=service.version,
        of_office=await reading.number_formats.newest(service.office_code, None),
    )
