"""The formulas of a report's workbook: sums over rows, sums of sums, counts, means and shares.

A formula stands only where it gives the figure that is known; where a printed sum does not agree
with its rows, the figure stays as it is, since a formula would hide the difference.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from reporting_service.domain.table import Table

HEAD_ROW = 3
FIRST_ROW = HEAD_ROW + 1
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?")
_UNITS = MappingProxyType({"licences": "izin", "projects": "proyek", "nib": "NIB"})
_MONTHS = slice(2, 5)

Cells = Mapping[tuple[int, int], str]


def row_formulas(table: Table) -> Cells:
    """Formulas inside of the table, by row and column of the table."""
    if table.id.startswith("licences_"):
        return _row_sums(table)
    if "Tingkat" in table.columns:
        return _levels(table)
    if table.id == "targets":
        return _shares(table)
    return {}


def column_formula(table: Table, place: int, value: str) -> str | None:
    """The sum under a column; the first row's cell where that row is the sum already."""
    name = xl_col_to_name(place)
    cells = [row[place] for row in table.rows]
    if not all(map(NUMBER.fullmatch, cells)):
        return None
    if "Tingkat" in table.columns:
        return f"={name}{FIRST_ROW + 1}" if Decimal(cells[0]) == Decimal(value) else None
    if sum(map(Decimal, cells)) != Decimal(value):
        return None
    return f"=SUM({_area(name, len(cells))})"


def beside_formula(table: Table, name: str, value: str) -> str | None:
    """The formula of a sum that has no column."""
    count = len(table.rows)
    if name in _UNITS:
        return _of_unit(table, _UNITS[name], value)
    if name == "Dibalas":
        column = _area("D", count)
        open_ones = sum(row[3] == "Belum dibalas" for row in table.rows)
        formula = f'=COUNTA({column})-COUNTIF({column},"Belum dibalas")'
        return formula if str(count - open_ones) == value else None
    counting: Mapping[str, Callable[[], str]] = {
        "Jumlah": lambda: f"=COUNTA({_area('B', count)})",
        "Surat masuk": lambda: f"=COUNTA({_area('B', count)})",
        "Kegiatan": lambda: f"=COUNTA({_area('B', count)})",
        "Responden": lambda: f"=COUNT({_area('A', count)})",
    }
    return counting[name]() if name in counting and str(count) == value else None


def _area(column: str, rows: int) -> str:
    return f"{column}{FIRST_ROW + 1}:{column}{FIRST_ROW + rows}"


def _row_sums(table: Table) -> Cells:
    at = table.columns.index("Jumlah")
    return {
        (place, at): f"=SUM(C{FIRST_ROW + place + 1}:E{FIRST_ROW + place + 1})"
        for place, row in enumerate(table.rows)
        if sum(map(int, row[_MONTHS])) == int(row[at])
    }


def _of_unit(table: Table, unit: str, value: str) -> str | None:
    at, unit_at = table.columns.index("Jumlah"), len(table.columns) - 1
    if sum(int(row[at]) for row in table.rows if row[unit_at] == unit) != int(value):
        return None
    units = _area(xl_col_to_name(unit_at), len(table.rows))
    return f'=SUMIF({units},"{unit}",{_area(xl_col_to_name(at), len(table.rows))})'


def _levels(table: Table) -> Cells:
    """A sector is the sum of the lines below it, the total the sum of the sectors."""
    level_at = table.columns.index("Tingkat")
    levels = [row[level_at] for row in table.rows]
    sectors = [place for place, level in enumerate(levels) if level == "Sektor"]
    parts: dict[int, Sequence[int]] = {
        place: sectors for place, level in enumerate(levels) if level == "Total"
    }
    for place in sectors:
        lines = []
        for below in range(place + 1, len(levels)):
            if levels[below] != "Rincian":
                break
            lines.append(below)
        parts[place] = lines
    return {
        (place, column): f"=SUM({_cells(column, summed)})"
        for place, summed in parts.items()
        for column in range(level_at + 1, len(table.columns))
        if summed and _agrees(table, place, column, summed)
    }


def _cells(column: int, places: Sequence[int]) -> str:
    name = xl_col_to_name(column)
    return ",".join(f"{name}{FIRST_ROW + place + 1}" for place in places)


def _agrees(table: Table, place: int, column: int, summed: Sequence[int]) -> bool:
    cells = [table.rows[one][column] for one in (place, *summed)]
    if not all(map(NUMBER.fullmatch, cells)):
        return False
    whole, *parts = map(Decimal, cells)
    return whole == sum(parts)


def _shares(table: Table) -> Cells:
    target, achieved, share = (
        table.columns.index(name) for name in ("Target", "Capaian", "Capaian (%)")
    )
    names = xl_col_to_name(achieved), xl_col_to_name(target)
    return {
        (place, share): f"=ROUND({names[0]}{row}/{names[1]}{row}*100,2)"
        for place, row in enumerate(range(FIRST_ROW + 1, FIRST_ROW + 1 + len(table.rows)))
        if table.rows[place][share]
    }
