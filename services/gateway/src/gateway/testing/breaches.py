"""The register of breaches in memory: the same promises as on PostgreSQL."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from gateway.application.privacy.breach_ports import BreachPorts
from gateway.domain.privacy.breach import PrivacyBreach
from gateway.testing.memory import MemoryOffices, MemoryState
from gateway.testing.notifications import MemoryNotifications, MemoryOutbox
from shared.clock import Clock
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller
from shared.ids import new_id
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once
from shared.testing.memory import MemoryDatabase, MemoryTransaction

ResultT = TypeVar("ResultT")


@dataclass
class Register(MemoryState):
    """What every transaction of a test shares."""

    breaches: dict[UUID, PrivacyBreach] = field(default_factory=dict)


class MemoryBreaches:
    """The entries of the caller's offices."""

    def __init__(self, state: Register, caller: Caller) -> None:
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


class MemoryBreachWork:
    """One transaction."""

    def __init__(self, transaction: MemoryTransaction, outbox: MemoryOutbox) -> None:
        self.now: datetime = transaction.now
        self.events: EventRecorder = transaction.events
        self.breaches = MemoryBreaches(transaction.state, transaction.caller)
        self.offices = MemoryOffices(transaction.state)
        self.notifications = MemoryNotifications(outbox, transaction.caller)

    def answer(self, result: ResultT) -> ResultT:
        """The result."""
        return result


class MemoryRegister:
    """Ports on memory; `told` are the events of what was committed."""

    def __init__(self, clock: Clock) -> None:
        self.outbox = MemoryOutbox()
        self._database: MemoryDatabase[MemoryBreachWork] = MemoryDatabase(
            Register(), lambda transaction: MemoryBreachWork(transaction, self.outbox), clock
        )
        self.ports = BreachPorts(clock=clock, new_id=new_id, begin=self.begin, read=self.begin)

    @property
    def told(self) -> list[object]:
        """What was told."""
        return self._database.told

    @asynccontextmanager
    async def begin(
        self, caller: Caller, *, once: Once | None = None
    ) -> AsyncIterator[MemoryBreachWork]:
        """Commits on leaving."""
        async with self._database.begin(caller, once=once) as work:
            yield work
