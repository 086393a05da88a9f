"""Lists that offices keep for their reports: one row per list, entries as JSON."""

from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.legal_basis import LegalBasis
from reporting_service.domain.office_list import Kept
from reporting_service.domain.training import Training
from reporting_service.domain.work_plan import Target
from shared.calendar.office_time import Quarter
from shared.errors import StaleVersion

EntryT = TypeVar("EntryT")

_NAMES: dict[type[object], str] = {
    LegalBasis: "legal_bases",
    Target: "targets",
    Training: "trainings",
}
_FIND = text(
    "select entries::text as entries, version from office_list where office_code = :office"
    " and name = :name and year = :year and quarter = :quarter"
)
_KEEP = text(
    "insert into office_list as l (office_code, name, year, quarter, entries, version) values"
    " (:office, :name, :year, :quarter, cast(:entries as jsonb), :version)"
    " on conflict (office_code, name, year, quarter) do update set entries = excluded.entries,"
    " version = excluded.version where l.version = :expected returning version"
)


class PostgresOfficeLists:
    """A list for every quarter has year and quarter 0."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, kind: type[EntryT], office: str, quarter: Quarter | None) -> Kept[EntryT]:
        """What stands; version 0 before any was kept."""
        place = _place(kind, office, quarter)
        row = (await self._connection.execute(_FIND, place)).mappings().first()
        if row is None:
            return Kept()
        adapter = TypeAdapter(tuple[kind, ...])  # type: ignore[valid-type]
        return Kept(entries=adapter.validate_json(row["entries"]), version=row["version"])

    async def keep(
        self,
        kind: type[EntryT],
        office: str,
        quarter: Quarter | None,
        kept: Kept[EntryT],
        *,
        expected_version: int,
    ) -> None:
        """Puts it in the place of what stood; raises StaleVersion."""
        adapter = TypeAdapter(tuple[kind, ...])  # type: ignore[valid-type]
        entries = adapter.dump_json(kept.entries).decode()
        values = {"entries": entries, "version": kept.version, "expected": expected_version}
        place = _place(kind, office, quarter)
        found = (await self._connection.execute(_KEEP, place | values)).first()
        if found is None or (expected_version == 0) != (kept.version == 1):
            raise StaleVersion


def _place(kind: type[object], office: str, quarter: Quarter | None) -> dict[str, object]:
    return {
        "office": office,
        "name": _NAMES[kind],
        "year": 0 if quarter is None else quarter.year,
        "quarter": 0 if quarter is None else quarter.number,
    }
