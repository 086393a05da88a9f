"""Counts of licences in versions; the newest version of a cell is what stands."""

# ruff: noqa: S608 - statements are made of this module's own column lists

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.kinds import Channel, Measure
from reporting_service.domain.licence_count import Cell, LicenceCount

_COLUMNS = (
    "office_code, year, month, channel, kind, label, measure, count, source, version, imported_at"
)
# One import of an office at a time: a version is counted up from what stands.
_LOCK = text("select pg_advisory_xact_lock(hashtextextended('licence_count:' || :office, 0))")
_STANDING = text(
    f"select distinct on (year, month, channel, kind, measure) {_COLUMNS} from licence_count"
    " join unnest(cast(:years as integer[]), cast(:months as integer[]), cast(:channels as text[]),"
    " cast(:kinds as text[]), cast(:measures as text[]))"
    " as cell(year, month, channel, kind, measure) using (year, month, channel, kind, measure)"
    " where office_code = :office"
    " order by year, month, channel, kind, measure, version desc"
)
_OF_MONTHS = text(
    f"select distinct on (month, channel, kind, measure) {_COLUMNS} from licence_count"
    " where office_code = :office and year = :year and month = any(:months)"
    " order by month, channel, kind, measure, version desc"
)
_ADD = text(
    f"insert into licence_count ({_COLUMNS}) values (:office_code, :year, :month, :channel, :kind,"
    " :label, :measure, :count, :source, :version, :imported_at)"
)


class PostgresCounts:
    """Nothing is updated: a correction is a new version."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def standing(self, office: str, cells: Sequence[Cell]) -> Mapping[Cell, LicenceCount]:
        """What stands for these cells; other imports of the office wait."""
        await self._connection.execute(_LOCK, {"office": office})
        names = ("years", "months", "channels", "kinds", "measures")
        columns: dict[str, list[object]] = {
            name: [cell[place] for cell in cells] for place, name in enumerate(names)
        }
        rows = await self._connection.execute(_STANDING, {"office": office, **columns})
        found = [_count(row) for row in rows.mappings()]
        return {one.cell: one for one in found}

    async def add(self, counts: Sequence[LicenceCount]) -> None:
        """Adds versions; each is newer than what stood."""
        if counts:
            await self._connection.execute(_ADD, [_row(one) for one in counts])

    async def of_months(
        self, office: str, year: int, months: Sequence[int]
    ) -> Sequence[LicenceCount]:
        """The newest version of every cell of these months."""
        rows = await self._connection.execute(
            _OF_MONTHS, {"office": office, "year": year, "months": list(months)}
        )
        return [_count(row) for row in rows.mappings()]


def _count(row: RowMapping) -> LicenceCount:
    return LicenceCount(
        **{
            **row,
            "channel": Channel(row["channel"]),
            "measure": Measure(row["measure"]),
        }
    )


def _row(one: LicenceCount) -> dict[str, Any]:
    return {
        "office_code": one.office_code,
        "year": one.year,
        "month": one.month,
        "channel": one.channel.value,
        "kind": one.kind,
        "label": one.label,
        "measure": one.measure.value,
        "count": one.count,
        "source": one.source,
        "version": one.version,
        "imported_at": one.imported_at,
    }
