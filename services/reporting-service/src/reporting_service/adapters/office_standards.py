"""The standards that the offices' own catalogues promise, as the permit service told them."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.performance import OfficeStandard

_KEEP = text(
    "insert into service_standard as s (office_code, service_code, version, value, unit)"
    " values (:office_code, :service_code, :version, :value, :unit)"
    " on conflict (office_code, service_code) do update set version = excluded.version,"
    " value = excluded.value, unit = excluded.unit where s.version < excluded.version"
)
_KEEP_VERSION = text(
    "insert into service_standard_version (office_code, service_code, version, value, unit)"
    " values (:office_code, :service_code, :version, :value, :unit) on conflict do nothing"
)
_VERSIONS = text(
    "select office_code, service_code, version, value, unit from service_standard_version"
    " where office_code = :office_code order by service_code, version"
)
_OF = text(
    "select office_code, service_code, version, value, unit from service_standard"
    " where office_code = :office_code order by service_code"
)


class PostgresOfficeStandards:
    """An older version never replaces a newer one."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, standards: Sequence[OfficeStandard]) -> None:
        """Keeps each version; the newest stands."""
        for one in standards:
            await self._connection.execute(_KEEP_VERSION, asdict(one))
            await self._connection.execute(_KEEP, asdict(one))

    async def of(self, office_code: str) -> list[OfficeStandard]:
        """Those that stand, by service."""
        return await self._all(_OF, office_code)

    async def versions(self, office_code: str) -> list[OfficeStandard]:
        """Every version that was told, by service and version."""
        return await self._all(_VERSIONS, office_code)

    async def _all(self, statement: TextClause, office_code: str) -> list[OfficeStandard]:
        rows = await self._connection.execute(statement, {"office_code": office_code})
        return [OfficeStandard(**row) for row in rows.mappings()]
