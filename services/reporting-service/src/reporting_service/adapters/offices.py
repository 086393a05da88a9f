"""Copies of the offices, as the gateway told them."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.office import Office

_KEEP = text(
    "insert into office as o (code, name, regency, time_zone, number_code, settings_version)"
    " values (:code, :name, :regency, :time_zone, :number_code, :settings_version)"
    " on conflict (code) do update set name = excluded.name, regency = excluded.regency,"
    " time_zone = excluded.time_zone, number_code = excluded.number_code,"
    " settings_version = excluded.settings_version"
    " where o.settings_version <= excluded.settings_version"
)
_FIND = text(
    "select code, name, regency, time_zone, number_code, settings_version from office"
    " where code = :code"
)


class PostgresOffices:
    """An older setting never replaces a newer one."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, offices: Sequence[Office]) -> None:
        """Keeps each unless a newer one stands."""
        for office in offices:
            await self._connection.execute(
                _KEEP,
                {
                    "code": office.code,
                    "name": office.name,
                    "regency": office.regency,
                    "time_zone": office.time_zone,
                    "number_code": office.number_code,
                    "settings_version": office.settings_version,
                },
            )

    async def find(self, code: str) -> Office | None:
        """The office, if it is known and the caller's."""
        row = (await self._connection.execute(_FIND, {"code": code})).mappings().first()
        return None if row is None else Office(**row)
