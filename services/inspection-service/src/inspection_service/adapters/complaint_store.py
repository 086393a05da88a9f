"""The register of complaints in PostgreSQL."""

from uuid import UUID

from inspection_service.adapters import register_tables as tables
from inspection_service.adapters.aggregates import AggregateStore, Mapping
from inspection_service.domain.complaint import Complaint, ComplaintStatus
from shared.errors import NotFound


class PostgresComplaints(AggregateStore[Complaint]):
    """Entries, seen by their office and by whoever filed them."""

    mapping = Mapping(Complaint, tables.complaint)

    async def by_number(self, number: str) -> Complaint:
        """The entry of that number; raises NotFound."""
        found = await self.where(tables.complaint.c.number == number)
        if not found:
            raise NotFound
        return found[0]

    async def register(
        self, *, status: ComplaintStatus | None, after: UUID | None, limit: int
    ) -> list[Complaint]:
        """The oldest first, of one status or of all."""
        conditions = []
        if status is not None:
            conditions.append(tables.complaint.c.status == status)
        if after is not None:
            conditions.append(tables.complaint.c.id > after)
        return await self.where(*conditions, limit=limit)
