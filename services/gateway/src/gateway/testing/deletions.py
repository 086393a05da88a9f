"""Requests for deletion in memory: the same promises as on PostgreSQL."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID

from gateway.domain.privacy.deletion_request import (
    DeletionRequest,
    DeletionRequestedAlready,
    RequestState,
)
from gateway.testing.memory import MemoryState, MemoryWork
from shared.clock import Clock
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller
from shared.messaging.once import Once
from shared.testing.memory import MemoryDatabase, MemoryTransaction


@dataclass
class DeletionRegister(MemoryState):
    """What every transaction of a test shares."""

    deletions: dict[UUID, DeletionRequest] = field(default_factory=dict)


class MemoryDeletionRequests:
    """The entries of the caller's offices, and the caller's own."""

    def __init__(self, state: DeletionRegister, caller: Caller) -> None:
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


class MemoryDeletionWork(MemoryWork):
    """One transaction."""

    def __init__(self, transaction: MemoryTransaction) -> None:
        super().__init__(transaction)
        self.deletions = MemoryDeletionRequests(transaction.state, transaction.caller)


class MemoryDeletions:
    """Opens work on one register."""

    def __init__(self, clock: Clock) -> None:
        self._database: MemoryDatabase[MemoryDeletionWork] = MemoryDatabase(
            DeletionRegister(), MemoryDeletionWork, clock
        )

    @asynccontextmanager
    async def begin(
        self, caller: Caller, *, once: Once | None = None
    ) -> AsyncIterator[MemoryDeletionWork]:
        """Commits on leaving."""
        async with self._database.begin(caller, once=once) as work:
            yield work
