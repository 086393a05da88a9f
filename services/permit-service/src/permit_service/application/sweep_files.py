"""Removing files that no document vouches for: uploads that broke off before they were kept, what
was taken out of a draft, what was copied out of quarantine, what was destroyed with its record."""

from collections.abc import Sequence
from datetime import timedelta

from permit_service.application.ports import Ports
from shared.identity import system_caller
from shared.telemetry import logger

log = logger(__name__)

# Longer than any upload takes; who comes later cannot claim the key any more, whatever the clock.
LEFT_BEHIND_AFTER = timedelta(hours=1)
AT_ONCE = 100


async def sweep_files(ports: Ports) -> int:
    """Up to a bound of each office's; how many keys are free of files now."""
    async with ports.read(system_caller("permit")) as reading:
        offices = [one.code for one in await reading.offices.all()]
    return sum([await _sweep_office(one, ports) for one in offices])


async def _sweep_office(office_code: str, ports: Ports) -> int:
    caller = system_caller("permit", office_code)
    async with ports.begin(caller) as work:
        keys = await work.documents.give_up(
            office_code, noted_before=work.now - LEFT_BEHIND_AFTER, limit=AT_ONCE
        )
    if not keys:
        return 0
    await remove_files(keys, office_code, ports)
    log.info("files_swept", office=office_code, count=len(keys))
    return len(keys)


async def remove_files(keys: Sequence[str], office_code: str, ports: Ports) -> None:
    """Of keys that nobody can claim: what died on the way is done again by the sweep."""
    if not keys:
        return
    for key in keys:
        await ports.storage.delete(key)
    async with ports.begin(system_caller("permit", office_code)) as work:
        await work.documents.forget(keys)
