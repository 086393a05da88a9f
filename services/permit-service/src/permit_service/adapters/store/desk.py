"""Opens work and readings on the service's database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from permit_service.adapters.store.direct import PostgresDirect
from permit_service.adapters.store.work import Caches, PostgresReading, PostgresWork
from shared.database.engine import Database, Transaction
from shared.identity import Caller
from shared.messaging.once import Once


class PostgresDesk:
    """Opens work and readings on the service's database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._caches = Caches()
        self.direct = PostgresDirect(database, self._caches)

    def work_of(self, transaction: Transaction) -> PostgresWork:
        """The work of a transaction that somebody else opened: a reaction's."""
        return PostgresWork(transaction, keyring=self._database.keyring, caches=self._caches)

    @asynccontextmanager
    async def begin(
        self, caller: Caller, *, once: Once | None = None
    ) -> AsyncIterator[PostgresWork]:
        """A transaction for the caller."""
        async with self._database.begin(caller, once=once) as transaction:
            yield self.work_of(transaction)

    @asynccontextmanager
    async def read(self, caller: Caller) -> AsyncIterator[PostgresReading]:
        """A read-only view for the caller."""
        async with self._database.read(caller) as connection:
            yield PostgresReading(
                connection,
                keyring=self._database.keyring,
                caches=self._caches,
                now=self._database.clock.now(),
            )
