"""Anybody who holds an assignment letter can check it; a forged code leads nowhere."""

from inspection_service.application.ports import (
    Ports,
)
from inspection_service.domain.inspection import Inspection
from shared.errors import NotFound
from shared.identity import ANYBODY, Caller


async def verify_letter(token: str, ports: Ports) -> Inspection:
    """The inspection whose letter carries the code; raises NotFound."""
    inspection_id = ports.letters.target(token)
    async with ports.read(ANYBODY) as stores:
        office_code = await stores.offices.of_letter(inspection_id)
    if office_code is None:
        raise NotFound
    async with ports.read(Caller(actor=ANYBODY.actor, offices=(office_code,))) as stores:
        return await stores.inspections.get(inspection_id)
