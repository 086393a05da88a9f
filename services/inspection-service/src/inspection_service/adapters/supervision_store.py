"""Inspections, violations, follow-ups and sanctions in PostgreSQL."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from inspection_service.adapters import tables
from inspection_service.adapters.aggregates import AggregateStore, Mapping
from inspection_service.domain.errors import AlreadySanctioned
from inspection_service.domain.follow_up import FollowUp
from inspection_service.domain.inspection import Inspection, Kind, Status
from inspection_service.domain.sanction import Sanction
from inspection_service.domain.violation import Violation


class PostgresInspections(AggregateStore[Inspection]):
    """Inspections with their letters and BAPs."""

    mapping = Mapping(Inspection, tables.inspection)

    async def routine_visits(self, *, location_id: UUID, risk: str | None, year: int) -> int:
        """How many routine inspections of the year count to the place's cap for that risk."""
        table = tables.inspection
        counted = await self._connection.execute(
            sa.select(sa.func.count())
            .select_from(table)
            .where(
                table.c.location_id == location_id,
                table.c.risk == risk,
                table.c.planned_year == year,
                table.c.kind == Kind.ROUTINE,
                table.c.status != Status.NOT_DONE,
            )
        )
        return counted.scalar_one()


class PostgresViolations(AggregateStore[Violation]):
    """Violations, however they were found."""

    mapping = Mapping(Violation, tables.violation)


class PostgresFollowUps(AggregateStore[FollowUp]):
    """Guidance and corrections."""

    mapping = Mapping(FollowUp, tables.follow_up)

    async def of_violation(self, violation_id: UUID) -> tuple[FollowUp, ...]:
        """Every follow-up of one violation."""
        return tuple(await self.where(tables.follow_up.c.violation_id == violation_id))


class PostgresSanctions(AggregateStore[Sanction]):
    """Sanctions; the database itself refuses a second open one of a violation."""

    mapping = Mapping(Sanction, tables.sanction)

    async def add(self, aggregate: Sanction) -> Sanction:
        """A new sanction; raises AlreadySanctioned."""
        try:
            return await super().add(aggregate)
        except IntegrityError as error:
            if tables.OPEN_SANCTION in str(error.orig):
                raise AlreadySanctioned from error
            raise
