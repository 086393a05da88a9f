"""Actions on inspectors in PostgreSQL."""

from uuid import UUID

from inspection_service.adapters import tables
from inspection_service.adapters.aggregates import AggregateStore, Mapping
from inspection_service.domain.officer_action import OfficerAction


class PostgresOfficerActions(AggregateStore[OfficerAction]):
    """Actions; the reason is sealed."""

    mapping = Mapping(OfficerAction, tables.officer_action)

    async def of_officer(
        self, inspector: str | None, *, after: UUID | None, limit: int
    ) -> list[OfficerAction]:
        """Those on one inspector, or on all; the oldest first."""
        conditions = []
        if inspector is not None:
            conditions.append(tables.officer_action.c.inspector == inspector)
        if after is not None:
            conditions.append(tables.officer_action.c.id > after)
        return await self.where(*conditions, limit=limit)
