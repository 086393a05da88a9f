"""What every use case checks the same way: the version the caller has read, and for whom a
business that asks about itself may read."""

from dataclasses import replace

from inspection_service.application.ports import (
    Ports,
)
from shared.errors import Forbidden, NotFound, StaleVersion
from shared.identity import Caller, Role

_READERS = (
    Role.FRONT_OFFICE,
    Role.BACK_OFFICE,
    Role.LICENSING_OFFICIAL,
    Role.HEAD,
    Role.AGENCY_OFFICER,
    Role.INSPECTOR,
    Role.ADMINISTRATOR,
    Role.PROVINCE,
    Role.SYSTEM,
)


def require_version(version: int, expected: int | None) -> None:
    """Raises StaleVersion when the caller has read another version (If-Match)."""
    if expected is not None and expected != version:
        raise StaleVersion


def is_reader(caller: Caller) -> bool:
    """Whether the caller reads what belongs to their offices."""
    return caller.has(*_READERS)


def own_office(caller: Caller) -> str:
    """The one office for which this caller acts; raises Forbidden."""
    if len(caller.offices) != 1:
        raise Forbidden
    return caller.offices[0]


async def as_business(caller: Caller, nib: str, ports: Ports) -> Caller:
    """The caller with the offices of their own business; raises NotFound for another's NIB."""
    if nib not in caller.nibs:
        raise NotFound
    async with ports.read(caller) as stores:
        return replace(caller, offices=await stores.offices.of_nib(nib))


async def with_own_offices(caller: Caller, ports: Ports) -> Caller:
    """Staff as they are; a business owner with the offices in which their NIBs are known."""
    if is_reader(caller):
        return caller
    offices: set[str] = set()
    async with ports.read(caller) as stores:
        for nib in caller.nibs:
            offices.update(await stores.offices.of_nib(nib))
    return replace(caller, offices=tuple(sorted(offices)))


def require_own(caller: Caller, nib: str) -> None:
    """Raises NotFound when somebody who is not staff asks for another business."""
    if not is_reader(caller) and nib not in caller.nibs:
        raise NotFound
