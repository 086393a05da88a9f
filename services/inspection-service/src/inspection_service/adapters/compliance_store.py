"""Assessments in PostgreSQL: one row a business and year."""

from uuid import UUID

from inspection_service.adapters import tables
from inspection_service.adapters.aggregates import AggregateStore, Mapping
from inspection_service.domain.compliance import Compliance


class PostgresCompliance(AggregateStore[Compliance]):
    """Assessments."""

    mapping = Mapping(Compliance, tables.compliance)

    async def of_year(self, business_id: UUID, *, year: int) -> Compliance | None:
        """The assessment of that year, if one was begun."""
        table = tables.compliance
        found = await self.where(table.c.business_id == business_id, table.c.year == year)
        return found[0] if found else None

    async def of_business(self, business_id: UUID) -> list[Compliance]:
        """Every year, the oldest first."""
        found = await self.where(tables.compliance.c.business_id == business_id)
        return sorted(found, key=lambda one: one.year)
