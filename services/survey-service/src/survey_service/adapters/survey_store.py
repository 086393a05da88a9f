"""Whether applications were answered."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from survey_service.adapters.tables import application_survey as table
from survey_service.domain.application_survey import ApplicationSurvey, Gate
from survey_service.domain.response import CollectionMode

_COLUMNS = tuple(column.name for column in table.columns)


class PostgresSurveys:
    """`locking` reads hold the rows until the end of the transaction."""

    def __init__(self, connection: AsyncConnection, *, locking: bool) -> None:
        self._connection = connection
        self._locking = locking

    async def get_many(self, ids: Iterable[UUID]) -> dict[UUID, ApplicationSurvey]:
        """Those that are known, locked in the order of their ids."""
        query = select(table).where(table.c.application_id.in_(list(ids)))
        query = query.order_by(table.c.application_id)
        rows = await self._connection.execute(query.with_for_update() if self._locking else query)
        return {row.application_id: _survey(row) for row in rows}

    async def save_many(self, surveys: Iterable[ApplicationSurvey]) -> None:
        """Inserts or replaces."""
        rows = [{name: getattr(one, name) for name in _COLUMNS} for one in surveys]
        if not rows:
            return
        statement = insert(table)
        changing = {name: statement.excluded[name] for name in _COLUMNS[1:]}
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[table.c.application_id], set_=changing),
            sorted(rows, key=lambda row: str(row["application_id"])),
        )


def _survey(row: Row[Any]) -> ApplicationSurvey:
    values = dict(row._mapping)
    gate, by = values.pop("gate"), values.pop("completed_by")
    return ApplicationSurvey(
        **values,
        gate=None if gate is None else Gate(gate),
        completed_by=None if by is None else CollectionMode(by),
    )
