"""Planned investment of projects that OSS registered, by sector, beside what was realised.

The sector follows from the KBLI: agriculture and mining are primary, industry is secondary, the
rest is tertiary. Without a registered project the plan is not known, which is not zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reporting_service.domain.table import Freshness, Table, fixed, numbered, whole

SECTORS = ("Sektor Primer", "Sektor Sekunder", "Sektor Tersier")
_LAST_PRIMARY_DIVISION = 9
_LAST_SECONDARY_DIVISION = 33
_MILLION = 1_000_000
_COLUMNS = ("Proyek", "Rencana Investasi (Rp Juta)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSum:
    """A sector's projects of a period, and what they plan to invest, in rupiah."""

    sector: str
    projects: int
    rupiah: int


def sector_of(kbli: str) -> str:
    """The sector of a KBLI code, by its division (the first two digits)."""
    division = int(kbli[:2]) if kbli[:2].isdecimal() else _LAST_SECONDARY_DIVISION + 1
    if division <= _LAST_PRIMARY_DIVISION:
        return SECTORS[0]
    return SECTORS[1] if division <= _LAST_SECONDARY_DIVISION else SECTORS[2]


def planned_table(
    sums: Sequence[PlannedSum], *, number: int, period: str, freshness: Freshness
) -> Table:
    """A row per sector that has projects."""
    ordered = sorted(sums, key=lambda one: SECTORS.index(one.sector))
    projects = sum(one.projects for one in ordered)
    rupiah = sum(one.rupiah for one in ordered)
    return Table(
        id="investment_plan",
        number=number,
        title=f"Rencana Investasi Per Sektor periode {period}",
        columns=("No", "Sektor", *_COLUMNS),
        rows=numbered([(one.sector, whole(one.projects), _million(one.rupiah)) for one in ordered]),
        totals=dict(zip(_COLUMNS, (whole(projects), _million(rupiah)), strict=True))
        if ordered
        else {},
        unit="proyek, Rp juta",
        method="Jumlah rencana investasi menurut hari OSS memberitahukan proyek; sektor dari KBLI.",
        source="Proyek yang diberitahukan OSS",
        freshness=freshness,
    )


def _million(rupiah: int) -> str:
    return fixed(Decimal(rupiah) / _MILLION, 2)
