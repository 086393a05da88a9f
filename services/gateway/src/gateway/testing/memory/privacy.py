"""Breaches, requests for deletion and closed accounts in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gateway.domain.accounts.account import Account, AccountKind
from gateway.domain.privacy.breach import PrivacyBreach
from gateway.domain.privacy.closed_account import AccountPeriod, ClosedAccount, PeriodSetAlready
from gateway.domain.privacy.deletion_request import (
    DeletionRequest,
    DeletionRequestedAlready,
    RequestState,
)
from gateway.domain.privacy.log_retention import LogDisposal, RetainedLog
from gateway.testing.memory.state import MemoryState
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller

# Who lists by itself.
DOOR = "gateway"


class MemoryBreaches:
    """The entries of the caller's offices."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def add(self, breach: PrivacyBreach) -> None:
        """Keeps it."""
        self._state.breaches[breach.id] = breach

    async def get(self, breach_id: UUID) -> PrivacyBreach:
        """Raises NotFound."""
        found = self._state.breaches.get(breach_id)
        if found is None or not self._caller.sees(found.office_code):
            raise NotFound
        return found

    async def save(self, breach: PrivacyBreach) -> PrivacyBreach:
        """Under the version that was read."""
        if (await self.get(breach.id)).version != breach.version:
            raise StaleVersion
        saved = replace(breach, version=breach.version + 1)
        self._state.breaches[breach.id] = saved
        return saved

    async def page(self, *, before: UUID | None, limit: int) -> Sequence[PrivacyBreach]:
        """Newest first."""
        seen = [one for one in self._seen() if before is None or one.id < before]
        return sorted(seen, key=lambda one: one.id, reverse=True)[: limit + 1]

    async def overdue(self, *, detected_before: datetime, limit: int) -> Sequence[PrivacyBreach]:
        """The longest due first."""
        found = [
            one
            for one in self._seen()
            if one.detected_at < detected_before and one.missing and one.overdue_told_at is None
        ]
        return sorted(found, key=lambda one: one.detected_at)[:limit]

    def _seen(self) -> list[PrivacyBreach]:
        found = self._state.breaches.values()
        return [one for one in found if self._caller.sees(one.office_code)]


class MemoryDeletionRequests:
    """The entries of the caller's offices, and the caller's own."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def add(self, request: DeletionRequest) -> None:
        """Raises DeletionRequestedAlready."""
        mark = (request.office_code, request.account_id)
        kept = self._state.deletions.values()
        if request.account_id is not None and any(
            one.is_open and (one.office_code, one.account_id) == mark for one in kept
        ):
            raise DeletionRequestedAlready
        self._state.deletions[request.id] = request

    async def get(self, request_id: UUID) -> DeletionRequest:
        """Raises NotFound."""
        found = self._state.deletions.get(request_id)
        if found is None or not self._sees(found):
            raise NotFound
        return found

    async def save(self, request: DeletionRequest) -> DeletionRequest:
        """Under the version that was read."""
        if (await self.get(request.id)).version != request.version:
            raise StaleVersion
        saved = replace(request, version=request.version + 1)
        self._state.deletions[request.id] = saved
        return saved

    async def page(
        self,
        *,
        account_id: UUID | None,
        state: RequestState | None,
        before: UUID | None,
        limit: int,
    ) -> Sequence[DeletionRequest]:
        """Newest first."""
        found = [
            one
            for one in self._state.deletions.values()
            if self._sees(one)
            and account_id in (None, one.account_id)
            and state in (None, one.state)
            and (before is None or one.id < before)
        ]
        return sorted(found, key=lambda one: one.id, reverse=True)[:limit]

    async def to_do(self, *, limit: int) -> Sequence[UUID]:
        """Oldest first."""
        found = [
            one.id
            for one in self._state.deletions.values()
            if self._sees(one) and one.told_at is None and one.state is not RequestState.RECEIVED
        ]
        return sorted(found)[:limit]

    def _sees(self, request: DeletionRequest) -> bool:
        is_own = str(request.account_id) == self._caller.actor
        return is_own or self._caller.sees(request.office_code)


class MemoryClosedAccounts:
    """An account belongs to the office of its particulars."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
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


class MemoryLogDisposals:
    """Of the caller's offices."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller

    async def periods(self, office_code: str, log: RetainedLog) -> Sequence[AccountPeriod]:
        """The oldest first."""
        if not self._caller.sees(office_code):
            return []
        found = self._state.log_periods.get((office_code, log.value), ())
        return sorted(found, key=lambda one: one.effective_from)

    async def add_period(
        self, period: AccountPeriod, *, office_code: str, log: RetainedLog
    ) -> None:
        """Raises PeriodSetAlready."""
        known = self._state.log_periods.get((office_code, log.value), ())
        if any(one.effective_from == period.effective_from for one in known):
            raise PeriodSetAlready
        self._state.log_periods[office_code, log.value] = (*known, period)

    async def add(self, disposal: LogDisposal) -> None:
        """Keeps it; of the door's own lists one of a log is open at a time."""
        own = (disposal.office_code, disposal.log, DOOR)
        if disposal.listed_by != DOOR or own not in [
            (one.office_code, one.log, one.listed_by)
            for one in self._state.log_disposals.values()
            if one.ordered_at is None
        ]:
            self._state.log_disposals[disposal.id] = disposal

    async def get(self, disposal_id: UUID) -> LogDisposal:
        """Raises NotFound."""
        found = self._state.log_disposals.get(disposal_id)
        if found is None or not self._caller.sees(found.office_code):
            raise NotFound
        return found

    async def save(self, disposal: LogDisposal) -> None:
        """Under the version that was read."""
        if (await self.get(disposal.id)).version != disposal.version:
            raise StaleVersion
        self._state.log_disposals[disposal.id] = replace(disposal, version=disposal.version + 1)

    async def page(self, *, before: UUID | None, limit: int) -> Sequence[LogDisposal]:
        """Newest first."""
        found = [one for one in self._seen() if before is None or one.id < before]
        return sorted(found, key=lambda one: one.id, reverse=True)[:limit]

    async def unfinished(self, office_code: str) -> Sequence[LogDisposal]:
        """And the latest of each log that was finished."""
        own = [one for one in self._seen() if one.office_code == office_code]
        latest = {one.log: one.id for one in sorted(own, key=lambda one: one.id)}
        found = [one for one in own if one.destroyed_at is None or one.id == latest[one.log]]
        return sorted(found, key=lambda one: one.id)

    def _seen(self) -> list[LogDisposal]:
        found = self._state.log_disposals.values()
        return [one for one in found if self._caller.sees(one.office_code)]


def _closed_at(account: Account) -> datetime | None:
    is_closed = account.kind is AccountKind.STAFF and not account.is_active
    return account.closed_at if is_closed else None
