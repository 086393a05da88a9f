"""What the retention of closed accounts needs from outside."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from gateway.application.ports import Begin, Stores, Transaction
from gateway.application.sibling_ports import Siblings
from gateway.domain.privacy.closed_account import AccountPeriod, ClosedAccount
from shared.clock import Clock
from shared.identity import Caller


class ClosedAccounts(Protocol):
    """An office's periods, and its closed accounts that still say whose they were."""

    async def periods(self, office_code: str) -> Sequence[AccountPeriod]: ...
    async def add_period(self, period: AccountPeriod, *, office_code: str) -> None:
        """Raises PeriodSetAlready."""
        ...

    async def page(
        self, office_code: str, *, closed_before: datetime, after: UUID | None, limit: int
    ) -> Sequence[ClosedAccount]:
        """In the order of their ids."""
        ...

    async def hold(self, account_id: UUID) -> ClosedAccount | None:
        """Until the transaction ends; None for one that was opened again or emptied."""
        ...

    async def mark_listed(self, account_ids: Sequence[UUID], *, at: datetime) -> None: ...
    async def mark_emptied(self, account_id: UUID, *, at: datetime) -> None: ...


class ClosedAccountStores(Stores, Protocol):
    """What may be read."""

    @property
    def closed_accounts(self) -> ClosedAccounts: ...


class ClosedAccountWork(ClosedAccountStores, Transaction, Protocol):
    """One transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedAccountPorts:
    """Everything its use cases may need."""

    clock: Clock
    begin: Begin[ClosedAccountWork]
    read: Callable[[Caller], AbstractAsyncContextManager[ClosedAccountStores]]
    siblings: Siblings
