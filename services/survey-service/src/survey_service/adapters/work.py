"""A transaction of the shared core, with the survey service's stores on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database.engine import Database, Transaction
from shared.database.keyring import Keyring
from shared.identity import Caller
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once
from survey_service.adapters.office_store import PostgresOffices
from survey_service.adapters.operation_store import PostgresOperations
from survey_service.adapters.publication_store import PostgresPublications
from survey_service.adapters.questionnaire_store import PostgresQuestionnaires
from survey_service.adapters.reference_store import PostgresReferences
from survey_service.adapters.response_store import PostgresResponses
from survey_service.adapters.survey_store import PostgresSurveys
from survey_service.adapters.tally_store import PostgresTallies
from survey_service.adapters.use_store import PostgresUses

ResultT = TypeVar("ResultT")


class PostgresReading:
    """The stores on one connection, which sees the caller's offices only."""

    def __init__(
        self, connection: AsyncConnection, keyring: Keyring, *, locking: bool = False
    ) -> None:
        self.offices = PostgresOffices(connection)
        self.questionnaires = PostgresQuestionnaires(connection)
        self.references = PostgresReferences(connection)
        self.surveys = PostgresSurveys(connection, locking=locking)
        self.responses = PostgresResponses(connection, keyring)
        self.tallies = PostgresTallies(connection)
        self.uses = PostgresUses(connection)
        self.operations = PostgresOperations(connection)
        self.publications = PostgresPublications(connection)


class PostgresWork(PostgresReading):
    """The stores in a transaction that writes, and what it tells."""

    def __init__(self, transaction: Transaction, keyring: Keyring) -> None:
        super().__init__(transaction.connection, keyring, locking=True)
        self._transaction = transaction
        self.caller: Caller = transaction.caller
        self.now: datetime = transaction.now
        self.events: EventRecorder = transaction.events

    def answer(self, result: ResultT) -> ResultT:
        """What a repetition of this request is answered with."""
        return self._transaction.answer(result)


class PostgresStorage:
    """Opens transactions on one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def work_of(self, transaction: Transaction) -> PostgresWork:
        """The work inside a transaction that somebody else opened."""
        return PostgresWork(transaction, self._database.keyring)

    @asynccontextmanager
    async def begin(
        self, caller: Caller, *, once: Once | None = None
    ) -> AsyncIterator[PostgresWork]:
        """Leaving commits, raising rolls back."""
        async with self._database.begin(caller, once=once) as transaction:
            yield self.work_of(transaction)

    @asynccontextmanager
    async def read(self, caller: Caller) -> AsyncIterator[PostgresReading]:
        """A read-only transaction."""
        async with self._database.read(caller) as connection:
            yield PostgresReading(connection, self._database.keyring)
