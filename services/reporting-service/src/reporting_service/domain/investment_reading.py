"""Reads investment rows from cells. Columns that slipped are known by what stands in them: a count
of projects has no decimals. A row that no reading fits is an error, never a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from reporting_service.domain.investment import (
    InvestmentLine,
    Level,
    Origin,
    measures_of,
)
from reporting_service.domain.numbers import Number, NumberStyle, parse_number
from shared.documents import cells as typed
from shared.imports.rows import RowError

# What the columns hold: as headed, or as the print of 2024 has them.
_READINGS: Mapping[Origin, tuple[tuple[str, ...], ...]] = {
    Origin.PMDN: (
        ("rupiah_million", "projects"),
        ("projects", "rupiah_million"),
    ),
    Origin.PMA: (
        ("usd_thousand", "rupiah_million", "projects"),
        ("projects", "usd_thousand", "rupiah_million"),
    ),
}
_PEOPLE = ("tki", "tka")
_SUMMABLE = ("projects", "tki", "tka")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """A row's cells in the order of `measures_of`; `number` is its place in the file."""

    number: int
    label: str
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The rows as lines, which of them were moved, and what could not be read."""

    lines: tuple[InvestmentLine, ...]
    moved_rows: tuple[int, ...]
    errors: tuple[RowError, ...]


def read_lines(
    rows: Sequence[RawRow],
    origin: Origin,
    *,
    style: NumberStyle,
    headings: Mapping[str, str] | None = None,
) -> Reading:
    """Every row under the reading that fits it; one that fits several goes with the others."""
    headings = headings or {}
    errors: list[RowError] = []
    numbers: list[tuple[RawRow, list[Number | None]]] = []
    for row in rows:
        cells = _numbers(row, origin, style, headings, errors)
        if cells is not None:
            numbers.append((row, cells))
    fitting = [_fitting(cells, origin) for _, cells in numbers]
    usual = _usual(fitting, origin)
    lines: list[InvestmentLine] = []
    moved: list[int] = []
    for (row, cells), readings in zip(numbers, fitting, strict=True):
        if not readings:
            errors.append(RowError(row=row.number, column=_heading(headings), code="shifted"))
            continue
        reading = usual if usual in readings else readings[0]
        if reading != _READINGS[origin][0]:
            moved.append(row.number)
        lines.append(_line(row, dict(zip((*reading, *_PEOPLE), cells, strict=True)), lines))
    derived = _with_derived(lines)
    errors += _blank(derived, rows, origin)
    return Reading(lines=derived, moved_rows=tuple(moved), errors=tuple(errors))


def _heading(headings: Mapping[str, str]) -> str:
    return headings.get("projects", "projects")


def _numbers(
    row: RawRow,
    origin: Origin,
    style: NumberStyle,
    headings: Mapping[str, str],
    errors: list[RowError],
) -> list[Number | None] | None:
    found: list[Number | None] = []
    for name, cell in zip(measures_of(origin), row.cells, strict=True):
        number = _number(cell, style)
        if number is None and typed.text(cell):
            errors.append(RowError(row=row.number, column=headings.get(name, name), code="number"))
            return None
        found.append(number)
    return found


def _number(cell: object, style: NumberStyle) -> Number | None:
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        value = Decimal(str(cell))
        return Number(value, has_decimals=value != value.to_integral_value())
    number = parse_number(typed.text(cell), style)
    return None if number is None or number.value < 0 else number


def _fitting(cells: Sequence[Number | None], origin: Origin) -> list[tuple[str, ...]]:
    """The readings under which every count could be one."""
    people = cells[-len(_PEOPLE) :]
    if any(one is not None and not one.is_whole for one in people):
        return []
    fitting = []
    for reading in _READINGS[origin]:
        projects = cells[reading.index("projects")]
        if projects is None or projects.is_whole:
            fitting.append(reading)
    return fitting


def _usual(fitting: Sequence[Sequence[tuple[str, ...]]], origin: Origin) -> tuple[str, ...]:
    """The reading that most rows prove; as headed when none proves one."""
    proven = [readings[0] for readings in fitting if len(readings) == 1]
    return max(_READINGS[origin], key=proven.count)


def _line(
    row: RawRow, cells: Mapping[str, Number | None], before: Sequence[InvestmentLine]
) -> InvestmentLine:
    level, sector = _place(row.label, before)
    values = {name: None if one is None else one.value for name, one in cells.items()}
    blank = tuple(name for name in _SUMMABLE if values.get(name) is None)
    return InvestmentLine(
        label=row.label,
        level=level,
        sector=sector,
        rupiah_million=values.get("rupiah_million") or Decimal(0),
        usd_thousand=values.get("usd_thousand"),
        projects=int(values.get("projects") or 0),
        tki=int(values.get("tki") or 0),
        tka=int(values.get("tka") or 0),
        derived=blank,
    )


def _place(label: str, before: Sequence[InvestmentLine]) -> tuple[Level, str | None]:
    """The first row is the region's total, `Sektor …` begins a sector, others belong to it."""
    if label.casefold().startswith("sektor "):
        return Level.SECTOR, label
    if not before:
        return Level.TOTAL, None
    return Level.LINE, before[-1].sector


def _with_derived(lines: Sequence[InvestmentLine]) -> tuple[InvestmentLine, ...]:
    """Fills blank counts of a total or a sector with the sum of what is under it."""
    filled: list[InvestmentLine] = []
    for line in lines:
        sums: dict[str, Any] = {name: _sum_under(line, name, lines) for name in line.derived}
        filled.append(replace(line, **sums))
    return tuple(filled)


def _sum_under(line: InvestmentLine, name: str, lines: Sequence[InvestmentLine]) -> int:
    if line.level is Level.TOTAL:
        return sum(getattr(one, name) for one in lines if one.level is Level.SECTOR)
    return sum(
        getattr(one, name)
        for one in lines
        if one.level is Level.LINE and one.sector == line.sector and line.level is Level.SECTOR
    )


def _blank(
    lines: Sequence[InvestmentLine], rows: Sequence[RawRow], origin: Origin
) -> list[RowError]:
    """A line of a sector has nothing under it to sum: blank cells there are errors."""
    numbers = {row.label: row.number for row in rows}
    return [
        RowError(row=numbers[line.label], column=name, code="missing")
        for line in lines
        if line.level is Level.LINE
        for name in line.derived
        if name in measures_of(origin)
    ]
