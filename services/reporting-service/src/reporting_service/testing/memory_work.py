"""A transaction in memory with every store of the service."""

from typing import TypeVar

from reporting_service.testing.memory_read_models import (
    MemoryAgencies,
    MemoryIssuances,
    MemoryOffices,
    MemoryOfficeStandards,
    MemoryProgress,
    MemoryRegisters,
    MemoryStages,
    MemoryState,
    MemorySteps,
    MemorySurveys,
)
from reporting_service.testing.memory_registers import (
    MemoryCounts,
    MemoryDataRequests,
    MemoryDuties,
    MemoryEditions,
    MemoryEvaluations,
    MemoryInvestments,
    MemoryOfficeLists,
    MemoryPrints,
    MemoryRebuilds,
)
from reporting_service.testing.memory_supervision import MemorySupervision
from reporting_service.testing.memory_system_issues import MemorySystemIssues
from shared.clock import Clock
from shared.testing.imports import MemoryImports
from shared.testing.memory import MemoryDatabase, MemoryTransaction

ResultT = TypeVar("ResultT")


class MemoryWork:
    """As PostgresWork, on dicts."""

    def __init__(self, transaction: MemoryTransaction) -> None:
        self._transaction = transaction
        self.now = transaction.now
        self.events = transaction.events
        ground = (transaction.state, transaction.caller, transaction.now)
        self.offices = MemoryOffices(*ground)
        self.agencies = MemoryAgencies(*ground)
        self.office_standards = MemoryOfficeStandards(*ground)
        self.office_lists = MemoryOfficeLists(*ground)
        self.issuances = MemoryIssuances(*ground)
        self.counts = MemoryCounts(*ground)
        self.stages = MemoryStages(*ground)
        self.steps = MemorySteps(*ground)
        self.supervision = MemorySupervision(*ground)
        self.surveys = MemorySurveys(*ground)
        self.registers = MemoryRegisters(*ground)
        self.progress = MemoryProgress(*ground)
        self.operations = MemoryImports(transaction.state.imports, transaction.caller.sees)
        self.investments = MemoryInvestments(*ground)
        self.data_requests = MemoryDataRequests(*ground)
        self.evaluations = MemoryEvaluations(*ground)
        self.system_issues = MemorySystemIssues(*ground)
        self.editions = MemoryEditions(*ground)
        self.duties = MemoryDuties(*ground)
        self.rebuilds = MemoryRebuilds(*ground)
        self.prints = MemoryPrints(*ground)

    def answer(self, result: ResultT) -> ResultT:
        """Keeps the result for a repetition of the request."""
        return self._transaction.answer(result)


def memory_database(clock: Clock) -> MemoryDatabase[MemoryWork]:
    """Its `begin` serves as `read` too; `told` are the events that were committed."""
    return MemoryDatabase(MemoryState(), MemoryWork, clock)
