"""Releases of NSWI, in versions per quarter and origin. Money is kept as decimal text."""

# ruff: noqa: S608 - statements are made of this module's own column lists

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.investment import (
    Finding,
    InvestmentLine,
    InvestmentRelease,
    Level,
    Origin,
)
from shared.calendar.office_time import Quarter

_COLUMNS = (
    "office_code, year, quarter, origin, lines, findings, moved_rows, source, released_on,"
    " imported_at"
)
_LOCK = text("select pg_advisory_xact_lock(hashtextextended('investment:' || :office_code, 0))")
_ADD = text(
    f"insert into investment_release ({_COLUMNS}, version) select :office_code, :year, :quarter,"
    " :origin, cast(:lines as jsonb), cast(:findings as jsonb), :moved_rows, :source,"
    " :released_on, :imported_at, coalesce(max(version), 0) + 1 from investment_release"
    " where office_code = :office_code and year = :year and quarter = :quarter"
    " and origin = :origin"
)
_NEWEST = text(
    f"select distinct on (origin) {_COLUMNS}, version from investment_release"
    " where office_code = :office and (year, quarter) <= (:year, :quarter)"
    " order by origin, year desc, quarter desc, version desc"
)


class PostgresInvestments:
    """Nothing is updated: a corrected release is a new version."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, releases: Sequence[InvestmentRelease]) -> None:
        """Adds each as the next version of its quarter and origin."""
        for one in releases:
            await self._connection.execute(_LOCK, {"office_code": one.office_code})
            await self._connection.execute(_ADD, _row(one))

    async def newest(self, office: str, quarter: Quarter) -> Mapping[Origin, InvestmentRelease]:
        """Per origin the newest version of the newest quarter that is not later."""
        rows = await self._connection.execute(
            _NEWEST, {"office": office, "year": quarter.year, "quarter": quarter.number}
        )
        found = [_release(row) for row in rows.mappings()]
        return {one.origin: one for one in found}


def _row(one: InvestmentRelease) -> dict[str, Any]:
    return {
        "office_code": one.office_code,
        "year": one.quarter.year,
        "quarter": one.quarter.number,
        "origin": one.origin.value,
        "lines": json.dumps([asdict(line) for line in one.lines], default=str),
        "findings": json.dumps([asdict(finding) for finding in one.findings], default=str),
        "moved_rows": list(one.moved_rows),
        "source": one.source,
        "released_on": one.released_on,
        "imported_at": one.imported_at,
    }


def _release(row: RowMapping) -> InvestmentRelease:
    return InvestmentRelease(
        office_code=row["office_code"],
        quarter=Quarter(year=row["year"], number=row["quarter"]),
        origin=Origin(row["origin"]),
        lines=tuple(_line(line) for line in row["lines"]),
        source=row["source"],
        released_on=row["released_on"],
        version=row["version"],
        imported_at=row["imported_at"],
        moved_rows=tuple(row["moved_rows"]),
        findings=tuple(_finding(finding) for finding in row["findings"]),
    )


def _line(kept: dict[str, Any]) -> InvestmentLine:
    dollars = kept["usd_thousand"]
    return InvestmentLine(
        **kept
        | {
            "level": Level(kept["level"]),
            "rupiah_million": Decimal(kept["rupiah_million"]),
            "usd_thousand": None if dollars is None else Decimal(dollars),
            "derived": tuple(kept["derived"]),
        }
    )


def _finding(kept: dict[str, Any]) -> Finding:
    return Finding(
        **kept | {"printed": Decimal(kept["printed"]), "expected": Decimal(kept["expected"])}
    )
