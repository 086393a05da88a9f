"""Copies of the gateway's offices."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from survey_service.adapters.tables import office as table
from survey_service.domain.office import Office


class PostgresOffices:
    """Public facts: no row-level security."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, code: str) -> Office | None:
        """The office, if the gateway has told of it."""
        found = await self._connection.execute(select(table).where(table.c.code == code))
        row = found.first()
        return None if row is None else Office(**row._mapping)

    async def save(self, office: Office) -> None:
        """Keeps the newest settings, whatever order they arrive in."""
        row = {
            "code": office.code,
            "name": office.name,
            "time_zone": office.time_zone,
            "survey_gate": office.survey_gate,
            "settings_version": office.settings_version,
        }
        statement = insert(table).values(row)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[table.c.code],
                set_={name: statement.excluded[name] for name in row if name != "code"},
                where=table.c.settings_version < statement.excluded.settings_version,
            )
        )
