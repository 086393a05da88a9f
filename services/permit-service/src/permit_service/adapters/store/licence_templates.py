"""Layouts of licences and emblems on PostgreSQL."""

from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import kept_emblem, office_emblem
from permit_service.adapters.tables import licence_template as table
from permit_service.domain.letter_layout import LicenceTemplate
from shared.errors import StaleVersion

EVERY_SERVICE = ""


class PostgresTemplates:
    """Keeps every version of a layout, and one emblem."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def newest(self, office_code: str, service_code: str | None) -> LicenceTemplate | None:
        """The last one for exactly this service, or for every one that has none."""
        found = await self._connection.execute(
            sa.select(table)
            .filter_by(office_code=office_code, service_code=service_code or EVERY_SERVICE)
            .order_by(table.c.version.desc())
            .limit(1)
        )
        row = found.mappings().first()
        return None if row is None else _template(row)

    async def all(self, office_code: str) -> list[LicenceTemplate]:
        """The newest of each service, the whole office's first."""
        found = await self._connection.execute(
            sa.select(table)
            .filter_by(office_code=office_code)
            .ext(distinct_on(table.c.service_code))
            .order_by(table.c.service_code, table.c.version.desc())
        )
        return [_template(row) for row in found.mappings()]

    async def add(self, template: LicenceTemplate) -> None:
        """Keeps a version; raises StaleVersion when somebody else was first."""
        added = await self._connection.execute(
            insert(table)
            .values(
                office_code=template.office_code,
                service_code=template.service_code or EVERY_SERVICE,
                version=template.version,
                layout=dict(template.layout),
                set_at=template.set_at,
                set_by=template.set_by,
            )
            .on_conflict_do_nothing()
            .returning(table.c.version)
        )
        if added.first() is None:
            raise StaleVersion

    async def emblem(self, office_code: str) -> bytes | None:
        """The picture in the office's letterhead."""
        found = await self._connection.execute(
            sa.select(office_emblem.c.picture).filter_by(office_code=office_code)
        )
        picture: bytes | None = found.scalar_one_or_none()
        return picture

    async def version(
        self, office_code: str, service_code: str | None, version: int
    ) -> LicenceTemplate | None:
        """One version."""
        found = await self._connection.execute(
            sa.select(table).filter_by(
                office_code=office_code,
                service_code=service_code or EVERY_SERVICE,
                version=version,
            )
        )
        row = found.mappings().first()
        return None if row is None else _template(row)

    async def keep_emblem(self, office_code: str, picture: bytes) -> None:
        """Once per picture."""
        values = {
            "office_code": office_code,
            "sha256": sha256(picture).hexdigest(),
            "picture": picture,
        }
        statement = insert(kept_emblem).values(values)
        await self._connection.execute(statement.on_conflict_do_nothing())

    async def kept_emblem(self, office_code: str, sha256: str) -> bytes | None:
        """An emblem that was kept."""
        found = await self._connection.execute(
            sa.select(kept_emblem.c.picture).filter_by(office_code=office_code, sha256=sha256)
        )
        picture: bytes | None = found.scalar_one_or_none()
        return picture

    async def set_emblem(self, office_code: str, picture: bytes) -> None:
        """In place of the one before."""
        statement = insert(office_emblem).values(office_code=office_code, picture=picture)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["office_code"], set_={"picture": statement.excluded.picture}
            )
        )


def _template(row: Any) -> LicenceTemplate:
    return LicenceTemplate(**dict(row) | {"service_code": row["service_code"] or None})
