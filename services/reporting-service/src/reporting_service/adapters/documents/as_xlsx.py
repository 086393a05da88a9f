"""A report as a workbook: a sheet per table, numbers as numbers, sums live.

A user's text that begins with `=` stays text. Where a printed sum does not agree with its rows,
the sheet shows the figure as it is known, since a formula would hide the difference.
"""

import io
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from reporting_service.adapters.documents.live_index import write_live_index
from reporting_service.adapters.documents.live_sums import (
    FIRST_ROW,
    HEAD_ROW,
    NUMBER,
    beside_formula,
    column_formula,
    row_formulas,
)
from reporting_service.adapters.documents.shape import UNIT_NAMES
from reporting_service.domain.chart import Chart, charts_of
from reporting_service.domain.labels import quarter_label
from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.table import NOT_AVAILABLE, Table
from shared.calendar.written import long_date

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_A4 = 9
_SHORT = 40
_NARROWEST, _WIDEST = 7, 44
# Of a line of text in a merged row, which does not grow by itself.
_LINE_HEIGHT = 15
# What a spreadsheet allows.
_TALLEST = 409
# Lines end before a word that does not fit: about so much of a text's lines stays empty.
_WORD = 12
_MOST_DECIMALS = 3


class _Sheet:
    """One table on one worksheet."""

    def __init__(
        self, sheet: Worksheet, formats: dict[str, Format], table: Table, zone: ZoneInfo
    ) -> None:
        self._sheet = sheet
        self._zone = zone
        self._formats = formats
        self._table = table
        self._formulas = row_formulas(table)
        self._widths = [_width(table, place) for place in range(len(table.columns))]

    def write(self) -> int:
        """Title, head, rows, totals, method and notes, ready for paper; the row after them."""
        table, sheet = self._table, self._sheet
        sheet.write_string(0, 0, f"Tabel {table.number}. {table.title}", self._formats["title"])
        sheet.write_string(1, 0, f"Satuan: {table.unit}")
        for place, column in enumerate(table.columns):
            sheet.write_string(HEAD_ROW, place, column, self._formats["head"])
            sheet.set_column(place, place, self._widths[place])
        if not table.is_available:
            sheet.write_string(FIRST_ROW, 0, NOT_AVAILABLE)
        for at, row in enumerate(table.rows, start=FIRST_ROW):
            self._row(at, row)
        after = FIRST_ROW + max(1, len(table.rows))
        after = self._totals(after)
        for line in (*table.notes, table.method, f"Sumber: {table.source}", self._as_of()):
            after += 1
            self._line(after, line)
        sheet.freeze_panes(FIRST_ROW, 0)
        # With its chart, a short table is one page.
        _for_paper(sheet, pages=1 if after < _SHORT else 0)
        sheet.repeat_rows(HEAD_ROW)
        return after + 1

    def _line(self, at: int, line: str) -> None:
        """A sentence over the whole width of the table."""
        lines = math.ceil(len(line) / sum(self._widths))
        self._sheet.merge_range(at, 0, at, len(self._widths) - 1, "", self._formats["note"])
        self._sheet.write_string(at, 0, line, self._formats["note"])
        self._sheet.set_row(at, _LINE_HEIGHT * lines)

    def _as_of(self) -> str:
        as_of = self._table.freshness.as_of
        if as_of is None:
            return "Keadaan per: -"
        local = as_of.astimezone(self._zone)
        return f"Keadaan per: {long_date(local.date())} pukul {local:%H.%M}"

    def _row(self, at: int, row: Sequence[str]) -> None:
        for place, cell in enumerate(row):
            self._cell(at, place, cell, self._formulas.get((at - FIRST_ROW, place)))
        # Not every program makes room for broken lines by itself.
        lines = max(
            sum(
                math.ceil((_WORD + len(part)) / width) if len(part) > width else 1
                for part in cell.split("\n")
            )
            for cell, width in zip(row, self._widths, strict=True)
        )
        self._sheet.set_row(at, min(_TALLEST, _LINE_HEIGHT * lines))

    def _totals(self, after: int) -> int:
        """A line per total that has a column; others below, as label and value."""
        table = self._table
        columns = {name: place for place, name in enumerate(table.columns)}
        in_columns = {name: value for name, value in table.totals.items() if name in columns}
        beside = {name: value for name, value in table.totals.items() if name not in columns}
        if in_columns:
            label_at = min(1, min(columns[name] for name in in_columns) - 1)
            self._sheet.write_string(after, max(0, label_at), "Jumlah", self._formats["head"])
            for name, value in in_columns.items():
                place = columns[name]
                self._cell(after, place, value, column_formula(table, place, value))
            after += 1
        for name, value in beside.items():
            label = UNIT_NAMES.get(name, name)
            self._sheet.write_string(after, 0, label, self._formats["head"])
            self._cell(after, 1, value, beside_formula(table, name, value))
            after += 1
        return after

    def _cell(self, at: int, place: int, cell: str, formula: str | None) -> None:
        if formula is not None:
            self._sheet.write_formula(at, place, formula, self._shape(cell), float(cell))
        elif NUMBER.fullmatch(cell):
            self._sheet.write_number(at, place, float(cell), self._shape(cell))
        else:
            self._sheet.write_string(at, place, cell, self._formats["text"])

    def _shape(self, number: str) -> Format:
        """As many decimals as the figure has."""
        return self._formats[f"decimals_{min(_MOST_DECIMALS, len(number.partition('.')[2]))}"]


def _width(table: Table, place: int) -> int:
    """In letters: what its contents need, with lines broken beyond the widest."""
    texts = [table.columns[place], *(row[place] for row in table.rows)]
    if place == 0:
        texts += [UNIT_NAMES.get(name, name) for name in table.totals if name not in table.columns]
    return max(_NARROWEST, min(_WIDEST, 2 + max(map(len, texts))))


def _for_paper(sheet: Worksheet, *, pages: int = 0) -> None:
    """A4 across, a table as wide as the page; 0 pages are as many as it takes."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, pages)


def render_xlsx(report: QuarterlyReport) -> bytes:
    """The workbook. Its properties carry no moment of their own: same report, same bytes."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties(
            {
                "title": f"Laporan Kinerja PTSP {quarter_label(report.quarter, report.year)}",
                "company": report.letterhead.name,
                "created": _EPOCH.replace(tzinfo=None),
            }
        )
        formats = {
            "title": workbook.add_format({"bold": True, "font_size": 12}),
            "head": workbook.add_format(
                {"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True}
            ),
            "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
            "note": workbook.add_format({"text_wrap": True, "valign": "top", "font_size": 9}),
        } | {
            f"decimals_{places}": workbook.add_format(
                {"num_format": f"#,##0.{'0' * places}".rstrip("."), "valign": "top"}
            )
            for places in range(_MOST_DECIMALS + 1)
        }
        _cover(workbook.add_worksheet("Ringkasan"), formats, report)
        under = {
            table.id: _Sheet(
                workbook.add_worksheet(table.id[:31]), formats, table, report.office.zone
            ).write()
            for table in (*report.tables, *report.annexes)
        }
        write_live_index(workbook, report, formats)
        for chart in charts_of(report.tables):
            _draw(workbook, chart, under[chart.table_id])
        if report.notice:
            for sheet in workbook.worksheets():
                sheet.set_header(f"&C&B{report.notice}")
    return content.getvalue()


def _cover(sheet: Worksheet, formats: dict[str, Format], report: QuarterlyReport) -> None:
    sheet.set_column(0, 0, 100)
    _for_paper(sheet)
    label = quarter_label(report.quarter, report.year)
    sheet.write_string(0, 0, f"Laporan Kinerja PTSP {label}", formats["title"])
    sheet.write_string(1, 0, report.letterhead.name)
    for at, line in enumerate(report.letterhead.lines, start=2):
        sheet.write_string(at, 0, line)
    at = 3 + len(report.letterhead.lines)
    if report.notice:
        sheet.write_string(at, 0, report.notice, formats["title"])
        at += 2
    for table in (*report.tables, *report.annexes):
        sheet.write_url(
            at, 0, f"internal:'{table.id[:31]}'!A1", string=f"Tabel {table.number}. {table.title}"
        )
        at += 1
    local = report.locally_handled
    sheet.write_string(at + 1, 0, f"Izin yang ditangani kantor ({local.label})")
    _local_sum(sheet, at + 1, report)


def _local_sum(sheet: Worksheet, at: int, report: QuarterlyReport) -> None:
    """The licences that the office handles itself, out of the sheets of their channels."""
    local = report.locally_handled
    parts = []
    for channel, count in local.by_channel:
        table = next(one for one in report.tables if one.id == f"licences_{channel.lower()}")
        if table.is_available and table.totals.get("Jumlah") == str(count):
            parts.append(f"'{table.id[:31]}'!F{FIRST_ROW + len(table.rows) + 1}")
        elif count:
            sheet.write_number(at, 1, local.count)
            return
    formula = f"={'+'.join(parts)}" if parts else "=0"
    sheet.write_formula(at, 1, formula, None, local.count)


def _draw(workbook: xlsxwriter.Workbook, chart: Chart, under: int) -> None:
    """A figure as the spreadsheet's own chart under its table, fed by its cells."""
    name = chart.table_id[:31]
    sheet = workbook.get_worksheet_by_name(name)
    if sheet is None:
        return
    drawn = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    # A chart takes a stretch of rows: rows that a figure leaves out are left out by their place.
    for series, column in zip(chart.series, chart.columns, strict=True):
        drawn.add_series(
            {
                "name": series.name,
                "categories": _cells_of(name, _label_column(chart), chart.rows),
                "values": _cells_of(name, column, chart.rows),
                "gap": 60,
            }
        )
    drawn.set_title({"name": f"Gambar {chart.number}. {chart.title}", "name_font": {"size": 10}})
    drawn.set_y_axis({"reverse": True})
    drawn.set_x_axis({"min": 0, "num_format": "#,##0"})
    drawn.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
    drawn.set_size({"width": 640, "height": 140 + 32 * len(chart.categories)})
    sheet.insert_chart(
        under + 1, 1, drawn, {"description": chart.alternative, "object_position": 1}
    )


def _label_column(chart: Chart) -> int:
    return 2 if chart.table_id == "survey_index" else 1


def _cells_of(sheet: str, column: int, places: Sequence[int]) -> str:
    """`=(sheet!$D$6,sheet!$D$8:$D$9)`: stretches of rows that follow one another."""
    name = xl_col_to_name(column)
    stretches: list[list[int]] = []
    for place in places:
        if stretches and stretches[-1][1] == place - 1:
            stretches[-1][1] = place
        else:
            stretches.append([place, place])
    areas = [
        f"'{sheet}'!${name}${FIRST_ROW + first + 1}:${name}${FIRST_ROW + last + 1}"
        for first, last in stretches
    ]
    return f"={areas[0]}" if len(areas) == 1 else f"=({','.join(areas)})"
