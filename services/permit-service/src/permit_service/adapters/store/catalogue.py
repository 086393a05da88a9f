"""The catalogue on PostgreSQL. A version never changes, so that it is read once per process."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from permit_service.adapters.tables import application
from permit_service.adapters.tables import service_version as table
from permit_service.application.catalogue_ports import (
    MAX_NAMED,
    RUNNING,
    ServiceVersion,
    VersionUse,
)
from permit_service.domain.service import Service
from permit_service.domain.steps import Status
from shared.errors import StaleVersion

MAX_CACHED = 4_096


class ServiceCache:
    """Versions that were read before, bounded."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, int], Service] = {}

    def find(self, office_code: str, code: str, version: int) -> Service | None:
        """A version that was read before."""
        return self._known.get((office_code, code, version))

    def keep(self, service: Service) -> Service:
        """Keeps a version; when there is no room, all are read again."""
        if len(self._known) >= MAX_CACHED:
            self._known.clear()
        self._known[service.office_code, service.code, service.version] = service
        return service


class PostgresCatalogue:
    """Reads and loads the services of the offices."""

    def __init__(self, connection: AsyncConnection, cache: ServiceCache) -> None:
        self._connection = connection
        self._cache = cache

    async def services(self, office_code: str) -> list[Service]:
        """The newest version of each, by code."""
        found = await self._connection.execute(
            sa.select(table)
            .where(table.c.office_code == office_code)
            .ext(distinct_on(table.c.code))
            .order_by(table.c.code, table.c.version.desc())
        )
        return [_service(row) for row in found.mappings()]

    async def service(
        self, office_code: str, code: str, *, version: int | None = None
    ) -> Service | None:
        """One version, or the newest."""
        known = self._cache.find(office_code, code, version) if version is not None else None
        if known is not None:
            return known
        conditions = [table.c.office_code == office_code, table.c.code == code]
        if version is not None:
            conditions.append(table.c.version == version)
        found = await self._connection.execute(
            sa.select(table).where(*conditions).order_by(table.c.version.desc()).limit(1)
        )
        row = found.mappings().first()
        return None if row is None else self._cache.keep(_service(row))

    async def load(
        self, office_code: str, entries: Sequence[Mapping[str, Any]], *, at: datetime
    ) -> None:
        """Version 1 of each entry that the office does not have."""
        if not entries:
            return
        values = [
            {
                "office_code": office_code,
                "code": entry["code"],
                "version": 1,
                "content": dict(entry),
                "recorded_at": at,
            }
            for entry in entries
        ]
        await self._connection.execute(insert(table).values(values).on_conflict_do_nothing())

    async def versions(
        self, office_code: str, code: str, *, before: int | None, limit: int
    ) -> list[ServiceVersion]:
        """The newest first, one more than the limit."""
        conditions = [table.c.office_code == office_code, table.c.code == code]
        if before is not None:
            conditions.append(table.c.version < before)
        found = await self._connection.execute(
            sa.select(table).where(*conditions).order_by(table.c.version.desc()).limit(limit + 1)
        )
        return [
            ServiceVersion(service=_service(row), recorded_at=row["recorded_at"])
            for row in found.mappings()
        ]

    async def publish(self, service: Service, *, at: datetime) -> None:
        """Keeps a new version; raises StaleVersion when there is one of that number."""
        statement = insert(table).values(
            office_code=service.office_code,
            code=service.code,
            version=service.version,
            content=dict(service.content),
            recorded_at=at,
        )
        done = await self._connection.execute(
            statement.on_conflict_do_nothing().returning(table.c.version)
        )
        if done.first() is None:
            raise StaleVersion

    async def running(self, office_code: str, code: str) -> list[VersionUse]:
        """Applications that are not finished, by version and status."""
        by = (application.c.service_version, application.c.status)
        ids = sa.func.array_agg(aggregate_order_by(application.c.id, application.c.id))
        found = await self._connection.execute(
            sa.select(*by, sa.func.count().label("count"), ids.label("ids"))
            .where(
                application.c.office_code == office_code,
                application.c.service_code == code,
                application.c.status.in_([one.value for one in RUNNING]),
            )
            .group_by(*by)
            .order_by(*by)
        )
        return [
            VersionUse(
                version=row["service_version"],
                status=Status(row["status"]),
                count=row["count"],
                application_ids=tuple(row["ids"][:MAX_NAMED]),
            )
            for row in found.mappings()
        ]


def _service(row: Any) -> Service:
    return Service.of(row["content"], office_code=row["office_code"], version=row["version"])
