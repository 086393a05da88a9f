"""What proving that an account represents a business needs from outside."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid5

from gateway.application.oss.intake_ports import OssBusinesses
from gateway.application.ports import Begin, Offices, Planning, Profiles, Transaction
from gateway.domain.accounts.representation import Representation, RepresentationState
from shared.clock import Clock
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationQuery:
    """Which claims, newest first."""

    state: RepresentationState | None = None
    nib: str | None = None
    before: UUID | None = None
    limit: int = 50


class Representations(Protocol):
    """Those of the caller's offices, and the caller's own."""

    async def add(self, claim: Representation) -> None:
        """Raises AlreadyClaimed."""
        ...

    async def get(self, representation_id: UUID) -> Representation:
        """Held in a transaction. Raises NotFound, also for another's."""
        ...

    async def save(self, representation: Representation) -> Representation:
        """Counts the version up; raises StaleVersion."""
        ...

    async def page(self, query: RepresentationQuery) -> Sequence[Representation]:
        """One more than the limit."""
        ...

    async def claimed_since(self, account_id: UUID, since: datetime) -> int:
        """How many claims the account has made."""
        ...

    async def end_all(self, account_id: UUID, *, at: datetime) -> None:
        """What the account had claimed or was granted ends, and says of nobody whose it was."""
        ...


class Claims(Protocol):
    """Which NIBs an account's tokens name."""

    async def give_nib(self, account_id: UUID, nib: str) -> None: ...
    async def take_nib(self, account_id: UUID, nib: str) -> None: ...

    async def hold_nib(self, nib: str) -> None:
        """Held until the transaction ends: of two that are proved at once, one is the second."""
        ...

    async def is_represented(self, nib: str, *, besides: UUID) -> bool:
        """Whether another active account has the NIB."""
        ...


class Tokens(Protocol):
    """What is out of an account's access tokens."""

    async def end_access(self, account_id: UUID, *, at: datetime) -> None: ...


class RepresentationStores(Protocol):
    """What may be read."""

    @property
    def representations(self) -> Representations: ...
    @property
    def oss_businesses(self) -> OssBusinesses: ...
    @property
    def profiles(self) -> Profiles: ...
    @property
    def accounts(self) -> Claims: ...
    @property
    def offices(self) -> Offices: ...


class RepresentationWork(RepresentationStores, Transaction, Protocol):
    """One transaction."""

    @property
    def sessions(self) -> Tokens: ...
    @property
    def notifications(self) -> Planning: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationPorts:
    """`link_token` makes a secret of an id, which nobody can make without the key."""

    clock: Clock
    new_id: Callable[[], UUID]
    begin: Begin[RepresentationWork]
    read: Callable[[Caller], AbstractAsyncContextManager[RepresentationStores]]
    link_token: Callable[[UUID], str]


def code_target(representation_id: UUID) -> UUID:
    """Of which id the code of a claim is made: no link of another kind is made of it."""
    return uuid5(representation_id, "code of a claim")


async def admitted(caller: Caller, representation_id: UUID, ports: RepresentationPorts) -> Caller:
    """The caller; an applicant with the office of what is their own. Raises NotFound."""
    if caller.offices:
        return caller
    async with ports.read(caller) as stores:
        own = await stores.representations.get(representation_id)
    return replace(caller, offices=(own.office_code,))
