"""Formats of numbers on PostgreSQL."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import number_format as table
from permit_service.domain.number_format import FormatSetting, NumberFormat
from shared.errors import StaleVersion

WHOLE_OFFICE = ""


class PostgresNumberFormats:
    """Keeps every version."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def newest(self, office_code: str, service_code: str | None) -> FormatSetting | None:
        """The last one set for exactly this service, or for the whole office."""
        found = await self._connection.execute(
            sa.select(table)
            .filter_by(office_code=office_code, service_code=service_code or WHOLE_OFFICE)
            .order_by(table.c.version.desc())
            .limit(1)
        )
        row = found.mappings().first()
        return None if row is None else _setting(row)

    async def all(self, office_code: str) -> list[FormatSetting]:
        """The newest of each service, the whole office's first."""
        found = await self._connection.execute(
            sa.select(table)
            .filter_by(office_code=office_code)
            .ext(distinct_on(table.c.service_code))
            .order_by(table.c.service_code, table.c.version.desc())
        )
        return [_setting(row) for row in found.mappings()]

    async def add(self, setting: FormatSetting) -> None:
        """Keeps a version; raises StaleVersion when somebody else was first."""
        added = await self._connection.execute(
            insert(table)
            .values(
                office_code=setting.office_code,
                service_code=setting.service_code or WHOLE_OFFICE,
                version=setting.version,
                format=setting.format.text,
                set_at=setting.set_at,
                set_by=setting.set_by,
            )
            .on_conflict_do_nothing()
            .returning(table.c.version)
        )
        if added.first() is None:
            raise StaleVersion


def _setting(row: Any) -> FormatSetting:
    return FormatSetting(
        office_code=row["office_code"],
        service_code=row["service_code"] or None,
        version=row["version"],
        format=NumberFormat(row["format"]),
        set_at=row["set_at"],
        set_by=row["set_by"],
    )
