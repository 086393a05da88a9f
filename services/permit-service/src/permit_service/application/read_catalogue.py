"""The public catalogue: which services an office offers, with all that Ps 2(3)a asks for."""

from permit_service.application.ports import Ports
from permit_service.domain.service import Service
from shared.errors import NotFound
from shared.identity import ANYBODY


async def list_services(office_code: str, ports: Ports) -> list[Service]:
    """The newest version of each; raises NotFound for an office that is not known."""
    async with ports.read(ANYBODY) as reading:
        if await reading.offices.get(office_code) is None:
            raise NotFound
        return await reading.catalogue.services(office_code)


async def read_service(office_code: str, code: str, ports: Ports) -> Service:
    """The newest version; raises NotFound."""
    async with ports.read(ANYBODY) as reading:
        service = await reading.catalogue.service(office_code, code)
    if service is None:
        raise NotFound
    return service
