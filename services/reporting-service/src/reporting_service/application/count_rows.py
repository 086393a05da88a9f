"""Reads rows of counts from a grid: long form with a row per figure, or the office's own recap
with a column per month. Each error names its row and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reporting_service.application.import_licence_counts import CountRow
from reporting_service.domain.grid import Columns, Grid, Row, find_columns
from reporting_service.domain.import_operation import RowError
from reporting_service.domain.kinds import Channel, Measure
from reporting_service.domain.labels import MONTHS, month_number
from reporting_service.domain.numbers import NumberStyle, parse_number

MAX_COUNT = 1_000_000_000
YEARS = range(1990, 2101)
_LONG: Mapping[str, tuple[str, ...]] = {
    "year": ("tahun",),
    "month": ("bulan",),
    "channel": ("kanal", "saluran"),
    "kind": ("jenis", "jenis izin", "jenis perizinan"),
    "measure": ("satuan", "ukuran"),
    "count": ("jumlah", "total"),
    "source": ("sumber",),
}
_MONTH_FIELDS = {f"month_{number}": number for number in range(1, 13)}
_WIDE: Mapping[str, tuple[str, ...]] = {
    name: synonyms for name, synonyms in _LONG.items() if name not in ("month", "count")
} | {field: (MONTHS[number - 1],) for field, number in _MONTH_FIELDS.items()}
_ENGLISH_MONTHS = {
    "month_1": "January",
    "month_2": "February",
    "month_3": "March",
    "month_5": "May",
    "month_6": "June",
    "month_7": "July",
    "month_8": "August",
    "month_10": "October",
    "month_12": "December",
}
_MEASURES = {
    "izin": Measure.LICENCES,
    "licences": Measure.LICENCES,
    "proyek": Measure.PROJECTS,
    "projects": Measure.PROJECTS,
    "nib": Measure.NIB,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRows:
    """What could be read, what could not, and which heading stood for which field."""

    rows: tuple[CountRow, ...]
    errors: tuple[RowError, ...]
    column_map: dict[str, str]


def count_rows(
    grid: Grid, defaults: Mapping[str, str], column_map: Mapping[str, str] | None = None
) -> CountRows:
    """`defaults` fill columns that the file lacks: year, channel, measure, source."""
    lacking = [name for name in ("year", "channel", "source") if name not in defaults]
    wide = _wide_columns(grid, lacking, column_map)
    columns = wide or find_columns(
        grid, _LONG, required=("month", "kind", "count", *lacking), column_map=column_map
    )
    reader = _Reader(columns, defaults)
    rows: list[CountRow] = []
    for number, row in enumerate(grid[columns.first_row :], start=1):
        if _is_sum(columns, row):
            continue
        rows += reader.wide(number, row) if wide else reader.long(number, row)
    return CountRows(
        rows=tuple(rows), errors=tuple(reader.errors), column_map=dict(columns.headings)
    )


def _wide_columns(
    grid: Grid, lacking: list[str], column_map: Mapping[str, str] | None
) -> Columns | None:
    synonyms = {
        field: (*names, *([_ENGLISH_MONTHS[field]] if field in _ENGLISH_MONTHS else []))
        for field, names in _WIDE.items()
    }
    columns = find_columns(grid, synonyms, required=(), column_map=column_map)
    has_months = any(field in columns.places for field in _MONTH_FIELDS)
    has_others = all(field in columns.places for field in ("kind", *lacking))
    return columns if has_months and has_others else None


def _is_sum(columns: Columns, row: Row) -> bool:
    """The print's own total row, which is computed and not imported."""
    return columns.text(row, "kind").casefold() in ("", "jumlah", "total") and any(
        str(cell).strip().casefold() in ("jumlah", "total") for cell in row
    )


class _Reader:
    """Turns rows into counts and notes what cannot be read."""

    def __init__(self, columns: Columns, defaults: Mapping[str, str]) -> None:
        self._columns = columns
        self._defaults = defaults
        self.errors: list[RowError] = []

    def long(self, number: int, row: Row) -> Iterator[CountRow]:
        """A row with its month and count."""
        month = month_number(self._text(row, "month"))
        count = self._count(row, "count")
        if month is None:
            self._refuse(number, "month", "month_unknown")
        if count is None:
            self._refuse(number, "count", "number")
        yield from self._row(number, row, {month: count})

    def wide(self, number: int, row: Row) -> Iterator[CountRow]:
        """A row with a column per month."""
        counts: dict[int | None, int | None] = {}
        for field, month in _MONTH_FIELDS.items():
            if field in self._columns.places:
                counts[month] = self._count(row, field)
                if counts[month] is None:
                    self._refuse(number, field, "number")
        yield from self._row(number, row, counts)

    def _row(
        self, number: int, row: Row, counts: Mapping[int | None, int | None]
    ) -> Iterator[CountRow]:
        before = len(self.errors)
        year = self._text(row, "year")
        channel = self._text(row, "channel").upper()
        measure = _MEASURES.get(self._text(row, "measure").casefold() or "licences")
        kind = self._text(row, "kind")
        source = self._text(row, "source")
        if not year.isdecimal() or int(year) not in YEARS:
            self._refuse(number, "year", "year")
        if channel not in set(Channel):
            self._refuse(number, "channel", "channel_unknown")
        if measure is None:
            self._refuse(number, "measure", "measure_unknown")
        if not kind:
            self._refuse(number, "kind", "missing")
        if not source:
            self._refuse(number, "source", "missing")
        if measure is None or len(self.errors) > before:
            return
        for month, count in counts.items():
            if month is not None and count is not None:
                yield CountRow(
                    row=number,
                    year=int(year),
                    month=month,
                    channel=Channel(channel),
                    kind=kind,
                    measure=measure,
                    count=count,
                    source=source,
                )

    def _text(self, row: Row, field: str) -> str:
        return self._columns.text(row, field) or self._defaults.get(field, "")

    def _count(self, row: Row, field: str) -> int | None:
        found = parse_number(self._columns.text(row, field), NumberStyle.INDONESIAN)
        if found is None or not found.is_whole or not 0 <= found.value <= MAX_COUNT:
            return None
        return int(found.value)

    def _refuse(self, row: int, field: str, code: str) -> None:
        heading = self._columns.headings.get(field, field)
        self.errors.append(RowError(row=row, column=heading, code=code))
