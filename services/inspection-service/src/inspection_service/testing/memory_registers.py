"""Complaints, assessments and investment reports in memory."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from inspection_service.application.import_businesses import KIND
from inspection_service.domain.business import Business
from inspection_service.domain.complaint import Complaint, ComplaintStatus
from inspection_service.domain.compliance import Compliance
from inspection_service.domain.investment_report import (
    AlreadyReported,
    InvestmentReport,
    ReportType,
)
from inspection_service.domain.officer_action import OfficerAction
from inspection_service.testing.memory_aggregates import MemoryAggregates
from inspection_service.testing.memory_facts import MemoryState
from shared.errors import NotFound
from shared.identity import Caller
from shared.testing.imports import MemoryImports


class MemoryComplaints(MemoryAggregates[Complaint]):
    """Entries, seen by their office and by whoever filed them."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        super().__init__(state.complaints, caller.offices)
        self._actor = caller.actor

    async def by_number(self, number: str) -> Complaint:
        """Raises NotFound."""
        for one in self.seen():
            if one.number == number:
                return one
        raise NotFound

    async def of_numbers(self, numbers: Sequence[str]) -> list[Complaint]:
        """The oldest first."""
        return [one for one in self.seen() if one.number in numbers]

    async def register(
        self, *, status: ComplaintStatus | None, after: UUID | None, limit: int
    ) -> list[Complaint]:
        """The oldest first."""
        return [
            one
            for one in self.seen()
            if status in {None, one.status} and (after is None or one.id > after)
        ][:limit]

    async def imported(
        self, office_code: str, references: Sequence[str]
    ) -> frozenset[tuple[str, datetime]]:
        """Which entries of old registers stand already."""
        return frozenset(
            (one.external_reference, one.filed_at)
            for one in self.seen()
            if one.office_code == office_code and one.external_reference in references
            if one.external_reference is not None
        )

    def _sees(self, aggregate: Complaint) -> bool:
        return super()._sees(aggregate) or aggregate.filed_by == self._actor


class MemoryCompliance(MemoryAggregates[Compliance]):
    """Assessments."""

    async def of_year(self, business_id: UUID, *, year: int) -> Compliance | None:
        """The one of that year."""
        return next((one for one in await self.of_business(business_id) if one.year == year), None)

    async def of_business(self, business_id: UUID) -> list[Compliance]:
        """The oldest first."""
        found = [one for one in self.seen() if one.business_id == business_id]
        return sorted(found, key=lambda one: one.year)


class MemoryOperations(MemoryImports):
    """How imports ended."""

    async def latest(self) -> UUID | None:
        """The newest of businesses that took something."""
        taken = [one.id for one in self.seen() if one.has_taken and one.kind == KIND]
        return taken[-1] if taken else None


class MemoryOfficerActions(MemoryAggregates[OfficerAction]):
    """Actions on inspectors."""

    async def of_officer(
        self, inspector: str | None, *, after: UUID | None, limit: int
    ) -> list[OfficerAction]:
        """Those on one inspector, or on all."""
        return [
            one
            for one in self.seen()
            if inspector in {None, one.inspector} and (after is None or one.id > after)
        ][:limit]


class MemoryInvestmentReports(MemoryAggregates[InvestmentReport]):
    """Reports."""

    def __init__(self, state: MemoryState, offices: tuple[str, ...]) -> None:
        super().__init__(state.investment_reports, offices)
        self._overdue = state.overdue_reports

    async def add(self, aggregate: InvestmentReport) -> InvestmentReport:
        """Raises AlreadyReported."""
        if await self.of_key(aggregate) is not None:
            raise AlreadyReported
        return await super().add(aggregate)

    async def of_key(self, like: InvestmentReport) -> InvestmentReport | None:
        """The one of the same project, period and type."""
        return next((one for one in self.seen() if _key(one) == _key(like)), None)

    async def of_business(self, business_id: UUID) -> list[InvestmentReport]:
        """Every report of a business."""
        return [one for one in self.seen() if one.business_id == business_id]

    async def realised(self) -> dict[tuple[UUID, str], int]:
        """Rupiah so far, by business and project."""
        sums: dict[tuple[UUID, str], int] = {}
        for one in self.seen():
            if one.report_type is ReportType.LKPM:
                key = (one.business_id, one.project)
                sums[key] = sums.get(key, 0) + one.figures.realised_investment_rupiah
        return sums

    async def note_overdue(self, business: Business, *, year: int, quarter: int) -> bool:
        """Whether it is noted for the first time."""
        key = (business.id, year, quarter)
        is_new = key not in self._overdue
        self._overdue.add(key)
        return is_new


def _key(report: InvestmentReport) -> tuple[UUID, str, int, int, str]:
    return (
        report.business_id,
        report.project,
        report.year,
        report.quarter,
        report.report_type,
    )
