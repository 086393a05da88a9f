"""The answers, and the list of those not yet announced."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, literal, select, tuple_
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database.keyring import Keyring
from survey_service.adapters.tables import response as table
from survey_service.adapters.tables import untold_response as untold
from survey_service.domain.response import CollectionMode, Response

_LAST_IMPORT = UUID(int=2**128 - 1)


class PostgresResponses:
    """What people wrote in their own words is sealed; nobody reads it by way of the database."""

    def __init__(self, connection: AsyncConnection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def add(self, responses: Sequence[Response], *, told: bool) -> None:
        """Keeps answers; those that were not told wait in a list of their own."""
        # By their random ids: the order of the rows tells nothing.
        ordered = sorted(responses, key=lambda one: str(one.id))
        if not ordered:
            return
        await self._connection.execute(insert(table), [self._row(one) for one in ordered])
        if not told:
            await self._connection.execute(
                insert(untold),
                [{"response_id": one.id, "office_code": one.office_code} for one in ordered],
            )

    async def take_untold(self, *, together: int, before: date, limit: int) -> Sequence[Response]:
        """Answers of the caller's office to be announced, by their random ids."""
        rows = await self._connection.execute(
            select(table)
            .join(untold, untold.c.response_id == table.c.id)
            .order_by(table.c.id)
            .limit(limit)
            .with_for_update(of=untold, skip_locked=True)
        )
        waiting = [_response(row) for row in rows]
        if len(waiting) < together:
            waiting = [one for one in waiting if one.answered_on < before]
        await self._connection.execute(
            delete(untold).where(untold.c.response_id.in_([one.id for one in waiting]))
        )
        return waiting

    async def offices_with_untold(self) -> Sequence[str]:
        """Where answers wait."""
        rows = await self._connection.execute(select(untold.c.office_code).distinct())
        return list(rows.scalars())

    async def export(
        self, first: date, last: date, *, after: UUID | None, limit: int
    ) -> Sequence[Response]:
        """Imported sheets row by row, then what came in one by one, in no order."""
        place = (
            func.coalesce(table.c.import_id, literal(_LAST_IMPORT)),
            func.coalesce(table.c.import_row, 0),
            table.c.id,
        )
        query = select(table).where(table.c.answered_on.between(first, last))
        if after is not None:
            query = query.where(
                tuple_(*place) > select(*place).where(table.c.id == after).scalar_subquery()
            )
        rows = await self._connection.execute(query.order_by(*place).limit(limit))
        return [_response(row) for row in rows]

    def _row(self, response: Response) -> dict[str, Any]:
        words = response.suggestion
        return {
            "id": response.id,
            "office_code": response.office_code,
            "answered_on": response.answered_on,
            "collection_mode": response.collection_mode.value,
            "questionnaire_id": response.questionnaire_id,
            "service_code": response.service_code,
            "answers": dict(response.answers),
            "profile": dict(response.profile),
            "suggestion": None if words is None else self._keyring.encrypt(words),
            "import_id": response.import_id,
            "import_row": response.import_row,
        }


def _response(row: Row[Any]) -> Response:
    """An answer without what was written in words, which has a reader of its own."""
    return Response(
        id=row.id,
        office_code=row.office_code,
        answered_on=row.answered_on,
        collection_mode=CollectionMode(row.collection_mode),
        questionnaire_id=row.questionnaire_id,
        answers=row.answers,
        service_code=row.service_code,
        profile=row.profile,
        import_id=row.import_id,
        import_row=row.import_row,
    )
