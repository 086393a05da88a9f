"""What the retention of logs needs from outside."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from gateway.application.ports import Begin, Stores, Transaction
from gateway.domain.privacy.closed_account import AccountPeriod
from gateway.domain.privacy.log_retention import LogDisposal, RetainedLog
from shared.clock import Clock
from shared.identity import Caller


class OldRecords(Protocol):
    """One service's part of a log."""

    async def older(self, office_code: str, until: datetime) -> int:
        """How many records of an office are from before a moment; raises Unavailable."""
        ...

    async def destroy(self, office_code: str, until: datetime) -> int:
        """One batch of them; 0 when nothing is left. Raises Unavailable."""
        ...


DestroysStrangers = Callable[[str, datetime], Awaitable[int]]


class LogDisposals(Protocol):
    """The periods and disposals of the caller's offices."""

    async def periods(self, office_code: str, log: RetainedLog) -> Sequence[AccountPeriod]: ...
    async def add_period(
        self, period: AccountPeriod, *, office_code: str, log: RetainedLog
    ) -> None:
        """Raises PeriodSetAlready."""
        ...

    async def add(self, disposal: LogDisposal) -> None:
        """Keeps it; of the door's own lists one of a log is open at a time."""
        ...

    async def get(self, disposal_id: UUID) -> LogDisposal:
        """In a transaction it is held until its end. Raises NotFound."""
        ...

    async def save(self, disposal: LogDisposal) -> None:
        """Raises StaleVersion."""
        ...

    async def page(self, *, before: UUID | None, limit: int) -> Sequence[LogDisposal]:
        """Newest first."""
        ...

    async def unfinished(self, office_code: str) -> Sequence[LogDisposal]:
        """Those that were not destroyed, oldest first, and the latest that was of each log."""
        ...


class LogStores(Stores, Protocol):
    """What may be read."""

    @property
    def log_disposals(self) -> LogDisposals: ...


class LogWork(LogStores, Transaction, Protocol):
    """One transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPorts:
    """Everything its use cases may need; `logs` are the parts of each log by service.
    `destroy_strangers` takes a batch of requests of those who belong to no office, in the name of
    one that sees them."""

    clock: Clock
    new_id: Callable[[], UUID]
    begin: Begin[LogWork]
    read: Callable[[Caller], AbstractAsyncContextManager[LogStores]]
    logs: Mapping[RetainedLog, Mapping[str, OldRecords]]
    destroy_strangers: DestroysStrangers
