"""What leads to an application, and answers that came before the application was known.

Binding and claiming meet on one row, so that whichever comes second sees the first: an early
answer and the application's first fact cannot pass each other unseen.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from survey_service.adapters.tables import survey_reference as table
from survey_service.application.stores import EarlyAnswer, Located
from survey_service.domain.errors import AlreadyAnswered
from survey_service.domain.response import CollectionMode

_BIND = text(
    "insert into survey_reference as r (reference, office_code, application_id)"
    " select reference, :office_code, application_id"
    " from unnest(cast(:references as text[]), cast(:applications as uuid[]))"
    " as new(reference, application_id) order by reference"
    " on conflict (reference, office_code) do update set application_id = excluded.application_id"
    " returning application_id, early_at, early_by"
)
_CLAIM = text(
    "insert into survey_reference as r (reference, office_code, early_at, early_by)"
    " values (:reference, :office_code, :early_at, :early_by)"
    " on conflict (reference, office_code) do update set reference = excluded.reference"
    " returning application_id, early_at, xmax = 0 as is_new"
)


class PostgresReferences:
    """No row-level security: a reference is unguessable, and resolving it is its purpose."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def locate(self, reference: str) -> Located | None:
        """Which application of which office a reference leads to."""
        found = await self._connection.execute(
            select(table.c.office_code, table.c.application_id)
            .where(table.c.reference == reference, table.c.application_id.is_not(None))
            .limit(1)
        )
        row = found.first()
        if row is None:
            return None
        return Located(office_code=row.office_code, application_id=row.application_id)

    async def bind(self, office_code: str, references: Mapping[str, UUID]) -> Sequence[EarlyAnswer]:
        """Makes references lead to applications; tells what was answered for early."""
        if not references:
            return ()
        rows = await self._connection.execute(
            _BIND,
            {
                "office_code": office_code,
                "references": list(references),
                "applications": list(references.values()),
            },
        )
        return [
            EarlyAnswer(
                application_id=row.application_id,
                completed_at=row.early_at,
                by=CollectionMode(row.early_by),
            )
            for row in rows
            if row.early_at is not None
        ]

    async def claim(
        self, office_code: str, reference: str, *, at: datetime, by: CollectionMode
    ) -> UUID | None:
        """The application, if it is known; else keeps an early answer, once."""
        found = await self._connection.execute(
            _CLAIM,
            {
                "reference": reference,
                "office_code": office_code,
                "early_at": at,
                "early_by": by.value,
            },
        )
        row = found.one()
        if row.application_id is None and not row.is_new:
            raise AlreadyAnswered
        application_id: UUID | None = row.application_id
        return application_id
