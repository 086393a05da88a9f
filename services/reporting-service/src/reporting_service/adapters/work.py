"""One transaction with every store of the service on its connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.adapters.agencies import PostgresAgencies
from reporting_service.adapters.counts import PostgresCounts
from reporting_service.adapters.data_requests import PostgresDataRequests
from reporting_service.adapters.duties import PostgresDuties
from reporting_service.adapters.editions import PostgresEditions
from reporting_service.adapters.evaluations import PostgresEvaluations
from reporting_service.adapters.investments import PostgresInvestments
from reporting_service.adapters.issuances import PostgresIssuances
from reporting_service.adapters.office_lists import PostgresOfficeLists
from reporting_service.adapters.office_standards import PostgresOfficeStandards
from reporting_service.adapters.offices import PostgresOffices
from reporting_service.adapters.prints import PostgresPrints
from reporting_service.adapters.progress import PostgresProgress
from reporting_service.adapters.rebuilds import PostgresRebuilds
from reporting_service.adapters.registers import PostgresRegisters
from reporting_service.adapters.stages import PostgresStages
from reporting_service.adapters.steps import PostgresSteps
from reporting_service.adapters.supervision import PostgresSupervision
from reporting_service.adapters.surveys import PostgresSurveys
from reporting_service.adapters.system_issues import PostgresSystemIssues
from reporting_service.adapters.tables import import_operation
from shared.database.engine import Database, Transaction
from shared.identity import Caller
from shared.imports.store import PostgresImports
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once

ResultT = TypeVar("ResultT")


class PostgresWork:
    """Without a transaction it is a look: it reads, and what it is told goes nowhere."""

    def __init__(
        self,
        connection: AsyncConnection,
        *,
        now: datetime,
        transaction: Transaction | None = None,
    ) -> None:
        self._transaction = transaction
        self.now = now
        self.events = EventRecorder() if transaction is None else transaction.events
        self.offices = PostgresOffices(connection)
        self.office_standards = PostgresOfficeStandards(connection)
        self.office_lists = PostgresOfficeLists(connection)
        self.agencies = PostgresAgencies(connection)
        self.issuances = PostgresIssuances(connection)
        self.counts = PostgresCounts(connection)
        self.stages = PostgresStages(connection)
        self.steps = PostgresSteps(connection)
        self.supervision = PostgresSupervision(connection)
        self.surveys = PostgresSurveys(connection)
        self.registers = PostgresRegisters(connection)
        self.progress = PostgresProgress(connection, now)
        self.operations = PostgresImports(connection, import_operation)
        self.investments = PostgresInvestments(connection)
        self.data_requests = PostgresDataRequests(connection)
        self.evaluations = PostgresEvaluations(connection)
        self.system_issues = PostgresSystemIssues(connection)
        self.editions = PostgresEditions(connection)
        self.duties = PostgresDuties(connection)
        self.rebuilds = PostgresRebuilds(connection)
        self.prints = PostgresPrints(connection)

    def answer(self, result: ResultT) -> ResultT:
        """Keeps the result for a repetition of the request."""
        return result if self._transaction is None else self._transaction.answer(result)


def work_of(transaction: Transaction) -> PostgresWork:
    """What reactions work in, inside the runner's transaction."""
    return PostgresWork(transaction.connection, now=transaction.now, transaction=transaction)


class PostgresGate:
    """Opens transactions for use cases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def begin(
        self, caller: Caller, *, once: Once | None = None
    ) -> AsyncIterator[PostgresWork]:
        """Commits on leaving, rolls back on raising."""
        async with self._database.begin(caller, once=once) as transaction:
            yield work_of(transaction)

    @asynccontextmanager
    async def read(
        self,
        caller: Caller,
        *,
        once: Once | None = None,  # noqa: ARG002 - a look has no effect
    ) -> AsyncIterator[PostgresWork]:
        """One moment's state; nothing can be written."""
        async with self._database.read(caller) as connection:
            yield PostgresWork(connection, now=self._database.clock.now())
