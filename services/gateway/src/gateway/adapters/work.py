"""A transaction with the door's stores; `PostgresStores` alone is for reading."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.accounts.account_store import PostgresAccounts, PostgresProfiles
from gateway.adapters.accounts.representation_store import PostgresRepresentations
from gateway.adapters.accounts.session_store import PostgresDelegations, PostgresSessions
from gateway.adapters.integrations.circuit_store import PostgresCircuits
from gateway.adapters.integrations.outage_store import PostgresOutages
from gateway.adapters.integrations.reconciliation_store import PostgresReconciliations
from gateway.adapters.notifications.store import PostgresNotifications
from gateway.adapters.office_store import PostgresOffices
from gateway.adapters.oss.entry_store import PostgresOssEntries
from gateway.adapters.oss.intake_store import (
    PostgresOssBusinesses,
    PostgresOssMessages,
    PostgresOssPermits,
)
from gateway.adapters.oss.record_store import PostgresOssLinks, PostgresOssRecords
from gateway.adapters.privacy.breach_store import PostgresBreaches
from gateway.adapters.privacy.closed_account_store import PostgresClosedAccounts
from gateway.adapters.privacy.deletion_store import PostgresDeletionRequests
from gateway.adapters.privacy.log_store import PostgresLogDisposals
from gateway.adapters.sicantik.intake_store import PostgresIntakes
from gateway.adapters.sicantik.reading_store import (
    PostgresCursors,
    PostgresKeptAnswers,
    PostgresServiceMap,
)
from shared.database.engine import Database, Transaction
from shared.database.keyring import Keyring
from shared.identity import Caller
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once

ResultT = TypeVar("ResultT")


class PostgresStores:
    """Every store on one connection, under its caller's rights."""

    def __init__(
        self, connection: AsyncConnection, keyring: Keyring, *, holds: bool = False
    ) -> None:
        self.accounts = PostgresAccounts(connection)
        self.profiles = PostgresProfiles(connection, keyring)
        self.representations = PostgresRepresentations(connection, keyring, holds=holds)
        self.delegations = PostgresDelegations(connection)
        self.sessions = PostgresSessions(connection)
        self.offices = PostgresOffices(connection)
        self.notifications = PostgresNotifications(connection)
        self.breaches = PostgresBreaches(connection, keyring, holds=holds)
        self.closed_accounts = PostgresClosedAccounts(connection)
        self.deletions = PostgresDeletionRequests(connection, keyring, holds=holds)
        self.log_disposals = PostgresLogDisposals(connection, holds=holds)
        self.circuits = PostgresCircuits(connection)
        self.outages = PostgresOutages(connection, holds=holds)
        self.reconciliations = PostgresReconciliations(connection)
        self.oss_messages = PostgresOssMessages(connection, keyring)
        self.oss_businesses = PostgresOssBusinesses(connection, keyring)
        self.oss_permits = PostgresOssPermits(connection, keyring)
        self.oss_applications = PostgresOssLinks(connection)
        self.oss_records = PostgresOssRecords(connection)
        self.oss_entries = PostgresOssEntries(connection, holds=holds)
        self.intakes = PostgresIntakes(connection, keyring, holds=holds)
        self.service_map = PostgresServiceMap(connection)
        self.cursors = PostgresCursors(connection)
        self.kept_answers = PostgresKeptAnswers(connection)


class PostgresWork(PostgresStores):
    """The stores of one transaction, and what it tells."""

    def __init__(self, transaction: Transaction, keyring: Keyring) -> None:
        super().__init__(transaction.connection, keyring, holds=True)
        self._transaction = transaction

    @property
    def now(self) -> datetime:
        """The moment of the transaction."""
        return self._transaction.now

    @property
    def events(self) -> EventRecorder:
        """What it tells."""
        return self._transaction.events

    def answer(self, result: ResultT) -> ResultT:
        """What a repetition of the request is answered with."""
        return self._transaction.answer(result)


class PostgresBegin:
    """The `Begin` port on the gateway's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def __call__(
        self, caller: Caller, *, once: Once | None = None
    ) -> AsyncIterator[PostgresWork]:
        async with self._database.begin(caller, once=once) as transaction:
            yield PostgresWork(transaction, self._database.keyring)


class PostgresRead:
    """Reading on the gateway's database, under the caller's rights."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def __call__(self, caller: Caller) -> AsyncIterator[PostgresStores]:
        async with self._database.read(caller) as connection:
            yield PostgresStores(connection, self._database.keyring)
