"""Published indexes, and what is done about their lowest elements."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.errors import StaleVersion
from survey_service.adapters.tables import improvement as improvements
from survey_service.adapters.tables import published_index as indexes
from survey_service.domain.errors import AlreadyPublished
from survey_service.domain.improvement import Improvement, ImprovementState, PublishedIndex
from survey_service.domain.questionnaire import Element


class PostgresPublications:
    """Of the caller's offices."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, published: PublishedIndex) -> None:
        """Once per period; raises AlreadyPublished."""
        row = asdict(published) | {
            "nrr": {element.value: str(nrr) for element, nrr in published.nrr.items()}
        }
        statement = insert(indexes).values(row).on_conflict_do_nothing()
        written = await self._connection.execute(statement.returning(indexes.c.id))
        if written.first() is None:
            raise AlreadyPublished

    async def get(self, period: str) -> PublishedIndex | None:
        """What the caller's office published of a period."""
        found = await self._connection.execute(select(indexes).where(indexes.c.period == period))
        row = found.first()
        if row is None:
            return None
        values = dict(row._mapping)
        nrr = {Element(code): Decimal(value) for code, value in values.pop("nrr").items()}
        return PublishedIndex(**values, nrr=nrr)

    async def add_improvements(self, added: Iterable[Improvement]) -> None:
        """Opens them."""
        await self._connection.execute(insert(improvements), [asdict(one) for one in added])

    async def improvement(self, improvement_id: UUID) -> Improvement | None:
        """One of the caller's office."""
        found = await self._connection.execute(
            select(improvements).where(improvements.c.id == improvement_id)
        )
        row = found.first()
        return None if row is None else _improvement(row)

    async def improvements(self, period: str | None) -> Sequence[Improvement]:
        """Of a period or of all, the oldest first."""
        query = select(improvements)
        if period is not None:
            query = query.where(improvements.c.period == period)
        rows = await self._connection.execute(
            query.order_by(improvements.c.period, improvements.c.nrr, improvements.c.element)
        )
        return [_improvement(row) for row in rows]

    async def save_improvement(self, changed: Improvement, *, expected_version: int) -> None:
        """Raises StaleVersion when somebody else changed it."""
        written = await self._connection.execute(
            update(improvements)
            .where(improvements.c.id == changed.id, improvements.c.version == expected_version)
            .values(asdict(changed))
            .returning(improvements.c.id)
        )
        if written.first() is None:
            raise StaleVersion


def _improvement(row: Row[Any]) -> Improvement:
    values = dict(row._mapping)
    element, state = Element(values.pop("element")), ImprovementState(values.pop("state"))
    return Improvement(**values, element=element, state=state)
