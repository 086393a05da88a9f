"""Reads rows of counts from a sheet: long form with a row per figure, or the office's own recap
with a column per month. Each error names its row and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reporting_service.application.import_licence_counts import CountRow
from reporting_service.domain.kinds import Channel, Measure
from reporting_service.domain.labels import MONTH_NAMES, month_number
from reporting_service.domain.numbers import NumberStyle, parse_number
from shared.documents import cells
from shared.imports.columns import (
    Columns,
    Header,
    find_header,
    given_columns,
    named,
    rows_under,
)
from shared.imports.rows import RowError, TableRefused
from shared.imports.sheets import Row, Sheet

MAX_COUNT = 1_000_000_000
MAX_ROWS = 200_000
YEARS = range(1990, 2101)
_SUMS = ("jumlah", "total")
_LONG = named(
    {
        "year": ("tahun",),
        "month": ("bulan",),
        "channel": ("kanal", "saluran"),
        "kind": ("jenis", "jenis izin", "jenis perizinan"),
        "measure": ("satuan", "ukuran"),
        "count": _SUMS,
        "source": ("sumber",),
    }
)
_MONTH_FIELDS = {f"month_{number}": number for number in range(1, 13)}
_WIDE = {name: names for name, names in _LONG.items() if name not in ("month", "count")} | {
    field: (field, *MONTH_NAMES[number - 1]) for field, number in _MONTH_FIELDS.items()
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
    sheet: Sheet, defaults: Mapping[str, str], column_map: Mapping[str, str]
) -> CountRows:
    """`defaults` fill columns that the file lacks: year, channel, measure, source. Raises
    TableRefused, ColumnMapNotValid."""
    lacking = [name for name in ("year", "channel", "source") if name not in defaults]
    given = given_columns(column_map, (*_LONG, *_MONTH_FIELDS))
    wide = _wide_header(sheet, lacking, given)
    long = Columns(names=_LONG, required=("month", "kind", "count", *lacking)).given(given)
    header = wide or find_header(sheet, long)
    reader = _Reader(header, defaults, own_sum=_sum_column(sheet, header))
    rows: list[CountRow] = []
    for number, row in rows_under(header, sheet, most=MAX_ROWS):
        if _is_sum(header, row):
            continue
        rows += reader.wide(number, row) if wide else reader.long(number, row)
    return CountRows(rows=tuple(rows), errors=tuple(reader.errors), column_map=dict(header.titles))


def _wide_header(sheet: Sheet, lacking: list[str], given: Mapping[str, str]) -> Header | None:
    try:
        header = find_header(sheet, Columns(names=_WIDE, required=("kind", *lacking)).given(given))
    except TableRefused:
        return None
    return header if any(field in header.places for field in _MONTH_FIELDS) else None


def _sum_column(sheet: Sheet, header: Header) -> tuple[int, str] | None:
    """Where each row has its own sum, and its title: computed and not imported, so no field of the
    file. None where there is none, or one for each part of the year."""
    titles = sheet.head[max(0, header.place - 1) : header.place + 1]
    found = {
        at: cells.text(cell)
        for row in titles
        for at, cell in enumerate(row)
        if _is_sums_title(cell)
    }
    return found.popitem() if len(found) == 1 else None


def _is_sums_title(cell: object) -> bool:
    return cells.text(cell).casefold() in _SUMS


def _is_sum(header: Header, row: Row) -> bool:
    """The print's own total row, which is computed and not imported."""
    return header.text(row, "kind").casefold() in ("", *_SUMS) and any(map(_is_sums_title, row))


class _Reader:
    """Turns rows into counts and notes what cannot be read."""

    def __init__(
        self, header: Header, defaults: Mapping[str, str], *, own_sum: tuple[int, str] | None
    ) -> None:
        self._header = header
        self._defaults = defaults
        self._own_sum = own_sum
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
        """A row with a column per month. Where it brings its own sum, that has to agree: cells
        that slipped aside would be taken for another month's else."""
        counts: dict[int | None, int | None] = {}
        for field, month in _MONTH_FIELDS.items():
            if field in self._header.places:
                counts[month] = self._count(row, field)
                if counts[month] is None:
                    self._refuse(number, field, "number")
        if self._own_sum and not _agrees(row, self._own_sum[0], counts):
            self.errors.append(RowError(row=number, column=self._own_sum[1], code="not_the_sum"))
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
        return self._header.text(row, field) or self._defaults.get(field, "")

    def _count(self, row: Row, field: str) -> int | None:
        return _whole(self._header.text(row, field))

    def _refuse(self, row: int, field: str, code: str) -> None:
        self.errors.append(self._header.error(row, field, code))


def _whole(text: str) -> int | None:
    found = parse_number(text, NumberStyle.INDONESIAN)
    if found is None or not found.is_whole or not 0 <= found.value <= MAX_COUNT:
        return None
    return int(found.value)


def _agrees(row: Row, place: int, counts: Mapping[int | None, int | None]) -> bool:
    """Whether the row's own sum is that of its months, where it has one and all can be read."""
    told = cells.text(row[place]) if place < len(row) else ""
    read = [count for count in counts.values() if count is not None]
    return not told or len(read) < len(counts) or _whole(told) == sum(read)
