"""A spreadsheet as cells, and where in it the columns are that an import needs.

Headers are found by meaning, in Indonesian or English, in one row or merged over two; a column
map of the caller's wins.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reporting_service.domain.errors import ColumnsNotFound

Cell = str | Decimal | date
Row = Sequence[Cell]
Grid = tuple[tuple[Cell, ...], ...]

_SEARCHED_ROWS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which place each field has, how it is headed, and where the rows begin."""

    places: Mapping[str, int]
    headings: Mapping[str, str]
    first_row: int

    def cell(self, row: Row, field: str) -> Cell:
        """A row's cell, empty where the row is short or the column is not there."""
        place = self.places.get(field)
        return row[place] if place is not None and place < len(row) else ""

    def text(self, row: Row, field: str) -> str:
        """A cell as it reads."""
        return text_of(self.cell(row, field))


def text_of(cell: Cell) -> str:
    """A cell as it reads: whole numbers without decimals, dates in ISO."""
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == cell.to_integral_value() else format(cell.normalize(), "f")
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join("".join(sign for sign in cell if sign.isprintable() or sign.isspace()).split())


def normalised(text: str) -> str:
    """A heading without case, signs and spaces."""
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()


def find_columns(
    grid: Grid,
    synonyms: Mapping[str, Sequence[str]],
    *,
    required: Sequence[str],
    column_map: Mapping[str, str] | None = None,
) -> Columns:
    """The header row that names most fields; raises ColumnsNotFound with what is missing.

    `column_map` maps a field to a heading of the file.
    """
    best: Columns | None = None
    for place in range(min(_SEARCHED_ROWS, len(grid))):
        for height in (1, 2):
            headings = _headings(grid[place : place + height])
            found = _places(headings, synonyms, column_map or {})
            if best is None or len(found) > len(best.places):
                best = Columns(
                    places=found,
                    headings={field: headings[at] for field, at in found.items()},
                    first_row=place + height,
                )
    missing = [field for field in required if best is None or field not in best.places]
    if best is None or missing:
        raise ColumnsNotFound(
            pointers=tuple((f"/file/{field}", "column_missing") for field in missing)
        )
    return best


def _headings(rows: Sequence[Row]) -> list[str]:
    """One heading per column; a merged heading reaches over the empty cells to its right."""
    if len(rows) == 1:
        return [text_of(cell) for cell in rows[0]]
    upper, lower = rows
    width = max(len(upper), len(lower))
    headings: list[str] = []
    reaching = ""
    for place in range(width):
        above = text_of(upper[place]) if place < len(upper) else ""
        below = text_of(lower[place]) if place < len(lower) else ""
        reaching = above or reaching
        headings.append(below or (above if above else reaching))
    return headings


def _places(
    headings: Sequence[str],
    synonyms: Mapping[str, Sequence[str]],
    column_map: Mapping[str, str],
) -> dict[str, int]:
    cleaned = [normalised(heading) for heading in headings]
    places: dict[str, int] = {}
    for field, names in synonyms.items():
        mapped = column_map.get(field)
        wanted = [mapped] if mapped is not None else [field, *names]
        for name in map(normalised, wanted):
            if name in cleaned:
                places[field] = cleaned.index(name)
                break
    return places
