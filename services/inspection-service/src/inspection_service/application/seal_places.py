"""Sealing the places that a release before this one kept open, in small batches while it works."""

from inspection_service.application.ports import Ports
from shared.identity import system_caller
from shared.telemetry import logger

log = logger(__name__)

NAME = "inspection"
AT_ONCE = 200


async def seal_places(ports: Ports) -> int:
    """Until nothing of any office stands open but what others hold; how many were sealed."""
    async with ports.read(system_caller(NAME)) as stores:
        offices = await stores.offices.codes()
    return sum([await _seal_office(one, ports) for one in offices])


async def _seal_office(office_code: str, ports: Ports) -> int:
    done = 0
    while True:
        async with ports.begin(system_caller(NAME, office_code)) as work:
            sealed = await work.businesses.seal_places(office_code, limit=AT_ONCE)
        done += sealed
        if sealed < AT_ONCE:
            break
    if done:
        log.info("places_sealed", office=office_code, count=done)
    return done
