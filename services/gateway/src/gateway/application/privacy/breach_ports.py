"""What the register of breaches needs from outside."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from gateway.application.notifications.ports import Notifications
from gateway.application.ports import Begin, Offices, Transaction
from gateway.domain.privacy.breach import PrivacyBreach
from shared.clock import Clock
from shared.identity import Caller


class Breaches(Protocol):
    """The register of the caller's offices."""

    async def add(self, breach: PrivacyBreach) -> None: ...

    async def get(self, breach_id: UUID) -> PrivacyBreach:
        """In a transaction it is held until its end. Raises NotFound."""
        ...

    async def save(self, breach: PrivacyBreach) -> PrivacyBreach:
        """Counts the version up; raises StaleVersion."""
        ...

    async def page(self, *, before: UUID | None, limit: int) -> Sequence[PrivacyBreach]:
        """Newest first, one more than the limit."""
        ...

    async def overdue(self, *, detected_before: datetime, limit: int) -> Sequence[PrivacyBreach]:
        """Those with a notice missing that were not told of yet, held; those that another worker
        holds are passed over."""
        ...


class BreachStores(Protocol):
    """What may be read."""

    @property
    def breaches(self) -> Breaches: ...
    @property
    def offices(self) -> Offices: ...


class BreachWork(BreachStores, Transaction, Protocol):
    """One transaction."""

    @property
    def notifications(self) -> Notifications: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachPorts:
    """Everything the register's use cases may need."""

    clock: Clock
    new_id: Callable[[], UUID]
    begin: Begin[BreachWork]
    read: Callable[[Caller], AbstractAsyncContextManager[BreachStores]]
