"""One kind of aggregate in memory, seen by the offices of its caller."""

from dataclasses import replace
from typing import Generic, TypeVar
from uuid import UUID

from inspection_service.adapters.aggregates import Versioned
from shared.errors import NotFound, StaleVersion

AggregateT = TypeVar("AggregateT", bound=Versioned)


class MemoryAggregates(Generic[AggregateT]):
    """One kind of aggregate, by id."""

    def __init__(self, rows: dict[UUID, AggregateT], offices: tuple[str, ...]) -> None:
        self._rows = rows
        self._offices = offices

    async def add(self, aggregate: AggregateT) -> AggregateT:
        """A new aggregate, version 1."""
        return self._keep(aggregate, version=1)

    async def get(self, aggregate_id: UUID) -> AggregateT:
        """The aggregate as it stands; raises NotFound."""
        found = self._rows.get(aggregate_id)
        if found is None or not self._sees(found):
            raise NotFound
        return found

    async def save(self, aggregate: AggregateT) -> AggregateT:
        """The changed aggregate, one version on; raises StaleVersion."""
        known = self._rows.get(aggregate.id)
        if known is None or not self._sees(known) or known.version != aggregate.version:
            raise StaleVersion
        return self._keep(aggregate, version=aggregate.version + 1)

    async def page(
        self, *, business_id: UUID | None, after: UUID | None, limit: int
    ) -> list[AggregateT]:
        """The oldest first."""
        return [
            one
            for one in self.seen()
            if business_id in {None, getattr(one, "business_id", None)}
            and (after is None or one.id > after)
        ][:limit]

    def seen(self) -> list[AggregateT]:
        """Everything that the caller sees, in the order it was made."""
        return sorted(filter(self._sees, self._rows.values()), key=lambda one: one.id)

    def _sees(self, aggregate: AggregateT) -> bool:
        return aggregate.office_code in self._offices

    def _keep(self, aggregate: AggregateT, *, version: int) -> AggregateT:
        kept: AggregateT = replace(aggregate, version=version)  # type: ignore[type-var]
        self._rows[aggregate.id] = kept
        return kept
