"""A service takes no new applications from a day on; running ones go on. It is a version of its
own, as every change of the catalogue is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from permit_service.application.access import own_office
from permit_service.application.ports import Ports, Work
from permit_service.application.publish_service import Publication, keep_version, next_version
from permit_service.domain.service import Service
from shared.calendar.office_time import local_date
from shared.errors import InvalidRequest, NotFound, StaleVersion
from shared.identity import Caller, Role
from shared.messaging.once import Once

CLOSED_ON = "closed_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseService:
    """`closed_on` is the first day without new applications; without one it is open again."""

    caller: Caller
    code: str
    expected_version: int | None
    closed_on: date | None
    once: Once | None = None


async def close_service(command: CloseService, ports: Ports) -> Publication:
    """Raises NotFound, StaleVersion, InvalidRequest for a day that is over."""
    command.caller.require(Role.ADMINISTRATOR)
    office_code = own_office(command.caller)
    async with ports.begin(command.caller, once=command.once) as work:
        before = await work.catalogue.service(office_code, command.code)
        if before is None:
            raise NotFound
        if command.expected_version not in (None, before.version):
            raise StaleVersion
        await _require_not_over(command.closed_on, office_code, work)
        content = _closed(before, command.closed_on)
        service, changes = next_version(before, content, office_code=office_code)
        if changes:
            await keep_version(service, work)
        return work.answer(
            Publication(
                service=service,
                changes=changes,
                running=await work.catalogue.running(office_code, command.code),
                is_published=bool(changes),
                dry_run=False,
            )
        )


async def _require_not_over(day: date | None, office_code: str, work: Work) -> None:
    office = await work.offices.get(office_code)
    if office is None:
        raise NotFound
    if day is not None and day < local_date(work.now, office.zone):
        raise InvalidRequest(pointers=((f"/{CLOSED_ON}", "in_the_past"),))


def _closed(service: Service, day: date | None) -> Mapping[str, Any]:
    rest = {key: value for key, value in service.content.items() if key != CLOSED_ON}
    return rest if day is None else rest | {CLOSED_ON: day.isoformat()}
