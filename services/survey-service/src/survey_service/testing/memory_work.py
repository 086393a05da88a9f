"""A work in memory, and ports over it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from shared.database.keyring import Keyring
from shared.identity import Caller
from shared.ids import new_id
from shared.messaging.event_log import EventRecorder
from shared.testing.clock import FixedClock
from shared.testing.memory import MemoryDatabase, MemoryTransaction
from survey_service.application.ports import Ports
from survey_service.testing.memory_answers import (
    MemoryOperations,
    MemoryPublications,
    MemoryResponses,
    MemoryTallies,
    MemoryUses,
)
from survey_service.testing.memory_state import MemoryState
from survey_service.testing.memory_surveys import (
    MemoryOffices,
    MemoryQuestionnaires,
    MemoryReferences,
    MemorySurveys,
)

ResultT = TypeVar("ResultT")
KEYRING = Keyring({1: b"d" * 32}, b"i" * 32, b"l" * 32)


class MemoryReading:
    """The stores, as a caller sees them."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self.offices = MemoryOffices(state)
        self.questionnaires = MemoryQuestionnaires(state, caller)
        self.references = MemoryReferences(state)
        self.surveys = MemorySurveys(state, caller)
        self.responses = MemoryResponses(state, caller)
        self.tallies = MemoryTallies(state, caller)
        self.uses = MemoryUses(state, caller)
        self.operations = MemoryOperations(state.operations, caller.sees)
        self.publications = MemoryPublications(state, caller)


class MemoryWork(MemoryReading):
    """A transaction in memory."""

    def __init__(self, transaction: MemoryTransaction) -> None:
        super().__init__(transaction.state, transaction.caller)
        self.caller: Caller = transaction.caller
        self.now: datetime = transaction.now
        self.events: EventRecorder = transaction.events

    def answer(self, result: ResultT) -> ResultT:
        return result


class MemoryStorage:
    """Opens transactions on one state; `told` are the committed events."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.state = MemoryState()
        self.database: MemoryDatabase[MemoryWork] = MemoryDatabase(self.state, MemoryWork, clock)
        self.begin = self.database.begin

    @property
    def told(self) -> list[object]:
        """The events of committed transactions."""
        return self.database.told

    @asynccontextmanager
    async def read(self, caller: Caller) -> AsyncIterator[MemoryReading]:
        """The stores for reading."""
        yield MemoryReading(self.state, caller)


def memory_ports(storage: MemoryStorage, *, answers_told_together: int = 5) -> Ports:
    """Ports over memory."""
    return Ports(
        clock=storage.clock,
        begin=storage.begin,
        read=storage.read,
        links=KEYRING,
        new_id=new_id,
        random_id=uuid4,
        invitation_days=30,
        answers_told_together=answers_told_together,
    )
