"""A transaction in memory with the door's stores, and the door that opens it."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

from gateway.application.ports import Ports
from gateway.testing.memory.accounts import (
    MemoryAccounts,
    MemoryDelegations,
    MemoryProfiles,
    MemorySessions,
)
from gateway.testing.memory.integrations import MemoryCircuits, MemoryOutages, MemoryReconciliations
from gateway.testing.memory.notifications import MemoryNotifications
from gateway.testing.memory.offices import MemoryOffices
from gateway.testing.memory.oss import (
    MemoryOssBusinesses,
    MemoryOssLinks,
    MemoryOssMessages,
    MemoryOssPermits,
    MemoryOssRecords,
)
from gateway.testing.memory.oss_entries import MemoryOssEntries
from gateway.testing.memory.privacy import (
    MemoryBreaches,
    MemoryClosedAccounts,
    MemoryDeletionRequests,
    MemoryLogDisposals,
)
from gateway.testing.memory.representations import MemoryRepresentations
from gateway.testing.memory.sicantik import (
    MemoryCursors,
    MemoryIntakes,
    MemoryKeptAnswers,
    MemoryServiceMap,
)
from gateway.testing.memory.state import MemoryState
from gateway.testing.parties import CountedFailures, QuickPasswords
from shared.identity import Caller
from shared.ids import new_id
from shared.messaging.event_log import EventRecorder
from shared.testing.clock import FixedClock
from shared.testing.memory import MemoryDatabase, MemoryTransaction
from shared.testing.tokens import TestIssuer

ResultT = TypeVar("ResultT")


class MemoryWork:
    """Every store of one transaction, as in `adapters/work.py`."""

    def __init__(self, transaction: MemoryTransaction) -> None:
        state, caller = transaction.state, transaction.caller
        self._transaction = transaction
        self.accounts = MemoryAccounts(state)
        self.profiles = MemoryProfiles(state, caller)
        self.representations = MemoryRepresentations(state, caller)
        self.delegations = MemoryDelegations(state, caller)
        self.sessions = MemorySessions(state)
        self.offices = MemoryOffices(state)
        self.notifications = MemoryNotifications(state.outbox, caller)
        self.breaches = MemoryBreaches(state, caller)
        self.closed_accounts = MemoryClosedAccounts(state, caller)
        self.deletions = MemoryDeletionRequests(state, caller)
        self.log_disposals = MemoryLogDisposals(state, caller)
        self.circuits = MemoryCircuits(state)
        self.outages = MemoryOutages(state, caller)
        self.reconciliations = MemoryReconciliations(state, caller)
        self.oss_messages = MemoryOssMessages(state, caller)
        self.oss_businesses = MemoryOssBusinesses(state, caller)
        self.oss_permits = MemoryOssPermits(state, caller)
        self.oss_applications = MemoryOssLinks(state, caller)
        self.oss_records = MemoryOssRecords(state, caller)
        self.oss_entries = MemoryOssEntries(state, caller)
        self.intakes = MemoryIntakes(state, caller)
        self.service_map = MemoryServiceMap(state)
        self.cursors = MemoryCursors(state)
        self.kept_answers = MemoryKeptAnswers(state)

    @property
    def now(self) -> datetime:
        """The moment of the transaction."""
        now: datetime = self._transaction.now
        return now

    @property
    def events(self) -> EventRecorder:
        """What it tells."""
        return self._transaction.events

    def answer(self, result: ResultT) -> ResultT:
        """The result."""
        return self._transaction.answer(result)


class MemoryDoor:
    """Ports on memory, with a clock that is moved by hand."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.issuer = TestIssuer(clock=clock)
        self.attempts = CountedFailures()
        self.database = MemoryDatabase(MemoryState(), MemoryWork, clock)
        self._secrets = 0
        self.ports = Ports(
            clock=clock,
            new_id=new_id,
            new_secret=self._new_secret,
            begin=self.database.begin,
            read=self._read,
            passwords=QuickPasswords(),
            attempts=self.attempts,
            signer=self.issuer.signer,
            fingerprint=lambda text: hashlib.sha256(text.encode()).digest(),
        )

    @property
    def state(self) -> MemoryState:
        """What is kept."""
        state: MemoryState = self.database.state
        return state

    @asynccontextmanager
    async def _read(self, caller: Caller) -> AsyncIterator[MemoryWork]:
        async with self.database.begin(caller) as work:
            yield work

    def _new_secret(self) -> str:
        self._secrets += 1
        return f"secret number {self._secrets}"
