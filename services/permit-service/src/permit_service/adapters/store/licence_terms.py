"""The terms of licences on PostgreSQL."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import licence_terms as table
from permit_service.domain.licence_terms import LicenceTerms, terms_in_force

_COLUMNS = tuple(column.name for column in table.columns)


class PostgresTerms:
    """Anybody reads them, the office writes its own."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, office_code: str) -> list[LicenceTerms]:
        """Everything an office has set, the oldest first."""
        found = await self._connection.execute(
            sa.select(table)
            .where(table.c.office_code == office_code)
            .order_by(table.c.effective_from)
        )
        return [_terms(row) for row in found.mappings()]

    async def in_force(self, office_code: str, *, on: date) -> LicenceTerms:
        """The terms of a day, or the default."""
        return terms_in_force(await self.of(office_code), office_code, on=on)

    async def save(self, terms: LicenceTerms) -> None:
        """Keeps them, in place of those that begin on the same day."""
        values = {name: getattr(terms, name) for name in _COLUMNS}
        statement = insert(table).values(values | {"reminder_days": list(terms.reminder_days)})
        kept = ("office_code", "effective_from")
        changing = {name: statement.excluded[name] for name in _COLUMNS if name not in kept}
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=kept, set_=changing)
        )


def _terms(row: Any) -> LicenceTerms:
    values = {name: row[name] for name in _COLUMNS}
    return LicenceTerms(**values | {"reminder_days": tuple(values["reminder_days"])})
