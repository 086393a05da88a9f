"""The register of complaints in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from inspection_service.adapters import tables
from inspection_service.adapters.aggregates import AggregateStore, Mapping
from inspection_service.domain.complaint import Complaint, ComplaintStatus
from shared.errors import NotFound

_LOCK = sa.text("select pg_advisory_xact_lock(hashtextextended('complaint:' || :office, 0))")
_TEXTS = sa.ARRAY(sa.Text)


class PostgresComplaints(AggregateStore[Complaint]):
    """Entries, seen by their office and by whoever filed them."""

    mapping = Mapping(Complaint, tables.complaint)

    async def by_number(self, number: str) -> Complaint:
        """The entry of that number; raises NotFound."""
        found = await self.where(tables.complaint.c.number == number)
        if not found:
            raise NotFound
        return found[0]

    async def of_numbers(self, numbers: Sequence[str]) -> list[Complaint]:
        """Those of these numbers that there are, the oldest first."""
        wanted = sa.any_(sa.literal(list(numbers), _TEXTS))
        return await self.where(tables.complaint.c.number == wanted)

    async def imported(
        self, office_code: str, references: Sequence[str]
    ) -> frozenset[tuple[str, datetime]]:
        """Which entries of old registers stand already; other imports of the office wait."""
        await self._connection.execute(_LOCK, {"office": office_code})
        columns = tables.complaint.c
        rows = await self._connection.execute(
            sa.select(columns.external_reference, columns.filed_at).where(
                columns.office_code == office_code,
                columns.external_reference == sa.any_(sa.literal(list(references), _TEXTS)),
            )
        )
        return frozenset((reference, filed_at) for reference, filed_at in rows)

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
