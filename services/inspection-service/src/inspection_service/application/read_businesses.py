"""Businesses as staff and the business itself see them."""

from inspection_service.application.guards import as_business, is_reader
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.domain.business import Business, checked_nib
from shared.errors import Unauthenticated
from shared.identity import ANYBODY, Caller


async def show_business(nib: str, caller: Caller, ports: Ports) -> Business:
    """One business; another office's or another owner's is not there (NotFound)."""
    if caller is ANYBODY:
        raise Unauthenticated
    checked_nib(nib)
    seen_by = caller if is_reader(caller) else await as_business(caller, nib, ports)
    async with ports.read(seen_by) as stores:
        return await stores.businesses.by_nib(nib)


async def list_businesses(
    caller: Caller, ports: Ports, *, after: str | None, limit: int
) -> list[Business]:
    """The office's businesses by NIB, one more than `limit`; an owner's own ones."""
    if caller is ANYBODY:
        raise Unauthenticated
    if not is_reader(caller):
        nibs = [nib for nib in sorted(caller.nibs) if after is None or nib > after]
        return [await show_business(nib, caller, ports) for nib in nibs[: limit + 1]]
    async with ports.read(caller) as stores:
        return await stores.businesses.page(after=after, limit=limit + 1)
