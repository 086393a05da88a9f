"""Investment reports in PostgreSQL, and of whose absence was told."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from inspection_service.adapters import tables
from inspection_service.adapters.aggregates import AggregateStore, Mapping
from inspection_service.domain.business import Business
from inspection_service.domain.investment_report import (
    AlreadyReported,
    InvestmentReport,
    ReportType,
)


class PostgresInvestmentReports(AggregateStore[InvestmentReport]):
    """Reports; the database itself refuses a second one of a project and period."""

    mapping = Mapping(InvestmentReport, tables.investment_report)

    async def add(self, aggregate: InvestmentReport) -> InvestmentReport:
        """A new report; raises AlreadyReported."""
        try:
            return await super().add(aggregate)
        except IntegrityError as error:
            if tables.ONE_REPORT in str(error.orig):
                raise AlreadyReported from error
            raise

    async def of_key(self, like: InvestmentReport) -> InvestmentReport | None:
        """The report of the same project, period and type, if there is one."""
        table = tables.investment_report
        found = await self.where(
            table.c.business_id == like.business_id,
            table.c.project == like.project,
            table.c.year == like.year,
            table.c.quarter == like.quarter,
            table.c.report_type == like.report_type,
        )
        return found[0] if found else None

    async def of_business(self, business_id: UUID) -> list[InvestmentReport]:
        """Every report of a business."""
        return await self.where(tables.investment_report.c.business_id == business_id)

    async def realised(self) -> dict[tuple[UUID, str], int]:
        """Rupiah realised so far, by business and project."""
        table = tables.investment_report
        amount = table.c.figures["realised_investment_rupiah"].as_string().cast(sa.Numeric)
        rows = await self._connection.execute(
            sa.select(table.c.business_id, table.c.project, sa.func.sum(amount))
            .where(table.c.report_type == ReportType.LKPM)
            .group_by(table.c.business_id, table.c.project)
        )
        return {(business, project): int(total) for business, project, total in rows}

    async def note_overdue(self, business: Business, *, year: int, quarter: int) -> bool:
        """Whether this is the first time that it is noted."""
        table = tables.overdue_report
        noted = await self._connection.execute(
            insert(table)
            .values(
                business_id=business.id,
                office_code=business.office_code,
                year=year,
                quarter=quarter,
            )
            .on_conflict_do_nothing()
            .returning(sa.literal(1))
        )
        return noted.first() is not None
