"""Periods of closed accounts in memory, and the accounts: the same promises as on PostgreSQL."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from gateway.domain.accounts.account import Account, AccountKind
from gateway.domain.privacy.closed_account import AccountPeriod, ClosedAccount, PeriodSetAlready
from gateway.testing.memory import MemoryState, MemoryWork
from shared.clock import Clock
from shared.identity import Caller
from shared.messaging.once import Once
from shared.testing.memory import MemoryDatabase, MemoryTransaction


@dataclass
class PeriodRegister(MemoryState):
    """What every transaction of a test shares."""

    periods: dict[str, tuple[AccountPeriod, ...]] = field(default_factory=dict)
    listed: dict[UUID, datetime] = field(default_factory=dict)
    emptied: dict[UUID, datetime] = field(default_factory=dict)


class MemoryClosedAccounts:
    """An account belongs to the office of its particulars."""

    def __init__(self, state: PeriodRegister, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def periods(self, office_code: str) -> Sequence[AccountPeriod]:
        """The oldest first."""
        if not self._caller.sees(office_code):
            return []
        found = self._state.periods.get(office_code, ())
        return sorted(found, key=lambda one: one.effective_from)

    async def add_period(self, period: AccountPeriod, *, office_code: str) -> None:
        """Raises PeriodSetAlready."""
        known = self._state.periods.get(office_code, ())
        if any(one.effective_from == period.effective_from for one in known):
            raise PeriodSetAlready
        self._state.periods[office_code] = (*known, period)

    async def page(
        self, office_code: str, *, closed_before: datetime, after: UUID | None, limit: int
    ) -> Sequence[ClosedAccount]:
        """In the order of their ids."""
        found = [
            closed
            for account_id in sorted(self._state.accounts)
            if (closed := await self.hold(account_id)) is not None
            and closed.closed_at <= closed_before
            and self._office_of(account_id) == office_code
            and self._caller.sees(office_code)
            and (after is None or account_id > after)
        ]
        return found[:limit]

    async def hold(self, account_id: UUID) -> ClosedAccount | None:
        """None for one that was opened again or emptied."""
        account = self._state.accounts[account_id].account
        closed_at = _closed_at(account)
        emptied_at = self._state.emptied.get(account_id)
        if closed_at is None or (emptied_at is not None and emptied_at >= closed_at):
            return None
        listed_at = self._state.listed.get(account_id)
        is_of_before = listed_at is not None and listed_at < closed_at
        return ClosedAccount(
            account_id=account_id,
            closed_at=closed_at,
            listed_at=None if is_of_before else listed_at,
        )

    async def mark_listed(self, account_ids: Sequence[UUID], *, at: datetime) -> None:
        """The first look."""
        self._state.listed |= dict.fromkeys(account_ids, at)

    async def mark_emptied(self, account_id: UUID, *, at: datetime) -> None:
        """It says of nobody whose it was."""
        self._state.emptied[account_id] = at

    def _office_of(self, account_id: UUID) -> str | None:
        found = self._state.profiles.get(account_id)
        return found.office_code if found else None


def _closed_at(account: Account) -> datetime | None:
    is_closed = account.kind is AccountKind.STAFF and not account.is_active
    return account.closed_at if is_closed else None


class MemoryClosedAccountWork(MemoryWork):
    """One transaction."""

    def __init__(self, transaction: MemoryTransaction) -> None:
        super().__init__(transaction)
        self.closed_accounts = MemoryClosedAccounts(transaction.state, transaction.caller)


class MemoryPeriods:
    """Opens work on one register."""

    def __init__(self, clock: Clock) -> None:
        self._database: MemoryDatabase[MemoryClosedAccountWork] = MemoryDatabase(
            PeriodRegister(), MemoryClosedAccountWork, clock
        )

    @asynccontextmanager
    async def begin(
        self, caller: Caller, *, once: Once | None = None
    ) -> AsyncIterator[MemoryClosedAccountWork]:
        """Commits on leaving."""
        async with self._database.begin(caller, once=once) as work:
            yield work
