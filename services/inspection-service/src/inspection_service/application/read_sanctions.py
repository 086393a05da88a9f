"""Violations, follow-ups and sanctions as staff and the business they concern see them."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar
from uuid import UUID

from inspection_service.application.guards import is_reader, require_own, with_own_offices
from inspection_service.application.ports import (
    Ports,
    Stores,
)
from inspection_service.domain.follow_up import FollowUp
from inspection_service.domain.sanction import Sanction
from inspection_service.domain.violation import Violation
from shared.errors import Forbidden, NotFound, Unauthenticated
from shared.identity import ANYBODY, Caller


class _OfBusiness(Protocol):
    @property
    def nib(self) -> str: ...


ThingT = TypeVar("ThingT", bound=_OfBusiness)


async def show_violation(violation_id: UUID, caller: Caller, ports: Ports) -> Violation:
    """One violation; a business reads every finding about itself (Ps 4(1)a)."""
    return await _show(caller, ports, lambda stores: stores.violations.get(violation_id))


async def show_sanction(sanction_id: UUID, caller: Caller, ports: Ports) -> Sanction:
    """One sanction with its legal basis."""
    return await _show(caller, ports, lambda stores: stores.sanctions.get(sanction_id))


async def sanction_document(sanction_id: UUID, caller: Caller, ports: Ports) -> bytes:
    """The sanction's letter as PDF; raises NotFound before it was imposed."""
    sanction = await show_sanction(sanction_id, caller, ports)
    if not sanction.rungs:
        raise NotFound
    async with ports.read(await with_own_offices(caller, ports)) as stores:
        office = await stores.offices.get(sanction.office_code)
        business = await stores.businesses.get(sanction.business_id)
        violation = await stores.violations.get(sanction.violation_id)
    return await ports.letters.sanction(
        sanction, office=office, business=business, violation=violation
    )


async def show_follow_up(follow_up_id: UUID, caller: Caller, ports: Ports) -> FollowUp:
    """One follow-up."""
    return await _show(caller, ports, lambda stores: stores.follow_ups.get(follow_up_id))


async def list_violations(
    caller: Caller, ports: Ports, *, nib: str | None, after: UUID | None, limit: int
) -> list[Violation]:
    """The oldest first, one more than `limit`; a business names its own NIB."""
    seen_by = await _lister(caller, ports, nib)
    async with ports.read(seen_by) as stores:
        business_id = None if nib is None else (await stores.businesses.by_nib(nib)).id
        return await stores.violations.page(business_id=business_id, after=after, limit=limit + 1)


async def list_sanctions(
    caller: Caller, ports: Ports, *, nib: str | None, after: UUID | None, limit: int
) -> list[Sanction]:
    """As `list_violations`."""
    seen_by = await _lister(caller, ports, nib)
    async with ports.read(seen_by) as stores:
        business_id = None if nib is None else (await stores.businesses.by_nib(nib)).id
        return await stores.sanctions.page(business_id=business_id, after=after, limit=limit + 1)


async def list_follow_ups(
    caller: Caller, ports: Ports, *, nib: str | None, after: UUID | None, limit: int
) -> list[FollowUp]:
    """As `list_violations`."""
    seen_by = await _lister(caller, ports, nib)
    async with ports.read(seen_by) as stores:
        business_id = None if nib is None else (await stores.businesses.by_nib(nib)).id
        return await stores.follow_ups.page(business_id=business_id, after=after, limit=limit + 1)


async def _show(caller: Caller, ports: Ports, get: Callable[[Stores], Awaitable[ThingT]]) -> ThingT:
    if caller is ANYBODY:
        raise Unauthenticated
    seen_by = await with_own_offices(caller, ports)
    async with ports.read(seen_by) as stores:
        thing = await get(stores)
    require_own(seen_by, thing.nib)
    return thing


async def _lister(caller: Caller, ports: Ports, nib: str | None) -> Caller:
    if caller is ANYBODY:
        raise Unauthenticated
    if is_reader(caller):
        return caller
    if nib is None:
        raise Forbidden
    require_own(caller, nib)
    return await with_own_offices(caller, ports)
