"""A transaction with the service's stores; `PostgresStores` alone is for reading."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from inspection_service.adapters.business_store import PostgresBusinesses
from inspection_service.adapters.complaint_store import PostgresComplaints
from inspection_service.adapters.compliance_store import PostgresCompliance
from inspection_service.adapters.office_store import (
    PostgresEnquiries,
    PostgresNumbers,
    PostgresOffices,
)
from inspection_service.adapters.officer_store import PostgresOfficerActions
from inspection_service.adapters.operation_store import PostgresOperations
from inspection_service.adapters.plan_store import PostgresPlans
from inspection_service.adapters.report_store import PostgresInvestmentReports
from inspection_service.adapters.supervision_store import (
    PostgresFollowUps,
    PostgresInspections,
    PostgresSanctions,
    PostgresViolations,
)
from shared.database.engine import Transaction
from shared.database.keyring import Keyring
from shared.errors import AlreadyHandled
from shared.messaging.event_log import EventRecorder
from shared.messaging.once import Once

ResultT = TypeVar("ResultT")

_MARKED = text("select 1 from once_mark where mark = :mark")


class PostgresStores:
    """Every store on one connection, under its caller's rights."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self.businesses = PostgresBusinesses(connection, keyring)
        self.enquiries = PostgresEnquiries(connection)
        self.inspections = PostgresInspections(connection, keyring)
        self.violations = PostgresViolations(connection, keyring)
        self.follow_ups = PostgresFollowUps(connection, keyring)
        self.sanctions = PostgresSanctions(connection, keyring)
        self.complaints = PostgresComplaints(connection, keyring)
        self.compliance = PostgresCompliance(connection, keyring)
        self.investment_reports = PostgresInvestmentReports(connection, keyring)
        self.operations = PostgresOperations(connection, keyring)
        self.officer_actions = PostgresOfficerActions(connection, keyring)
        self.plans = PostgresPlans(connection, keyring)
        self.offices = PostgresOffices(connection)
        self.numbers = PostgresNumbers(connection)


class PostgresWork(PostgresStores):
    """The stores of one transaction, and what it tells."""

    def __init__(self, transaction: Transaction, keyring: Keyring) -> None:
        super().__init__(transaction.connection, keyring)
        self._transaction = transaction

    async def refuse_repeated(self, once: Once | None) -> None:
        """Raises AlreadyHandled when the mark stands already; makes none."""
        if once is None:
            return
        found = await self._transaction.connection.execute(_MARKED, {"mark": once.mark})
        if found.first() is not None:
            raise AlreadyHandled

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
