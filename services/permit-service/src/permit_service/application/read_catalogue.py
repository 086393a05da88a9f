"""The public catalogue: which services an office offers, with all that Ps 2(3)a asks for, in the
version that is in force and in those before it."""

from permit_service.application.catalogue_ports import ServiceVersion
from permit_service.application.ports import Ports
from permit_service.domain.catalogue_change import Change, changes_of
from permit_service.domain.service import Service
from shared.errors import NotFound
from shared.identity import ANYBODY


async def list_services(office_code: str, ports: Ports) -> list[Service]:
    """The newest version of each; raises NotFound for an office that is not known."""
    async with ports.read(ANYBODY) as reading:
        if await reading.offices.get(office_code) is None:
            raise NotFound
        return await reading.catalogue.services(office_code)


async def read_service(
    office_code: str, code: str, ports: Ports, *, version: int | None = None
) -> Service:
    """One version, or the newest; raises NotFound."""
    async with ports.read(ANYBODY) as reading:
        service = await reading.catalogue.service(office_code, code, version=version)
    if service is None:
        raise NotFound
    return service


async def list_versions(
    office_code: str, code: str, ports: Ports, *, before: int | None, limit: int
) -> list[ServiceVersion]:
    """The newest first, one more than the limit; raises NotFound for an unknown service."""
    async with ports.read(ANYBODY) as reading:
        found = await reading.catalogue.versions(office_code, code, before=before, limit=limit)
    if not found and before is None:
        raise NotFound
    return found


async def compare_versions(
    office_code: str, code: str, ports: Ports, *, older: int, newer: int
) -> tuple[Change, ...]:
    """What differs between two versions; raises NotFound for one that there is not."""
    before = await read_service(office_code, code, ports, version=older)
    after = await read_service(office_code, code, ports, version=newer)
    return changes_of(before.content, after.content)
