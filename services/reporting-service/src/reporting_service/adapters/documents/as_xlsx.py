"""A report as a workbook: a sheet per table, numbers as numbers, sums live.

A user's text that begins with `=` stays text. Where a printed sum does not agree with its rows,
the sheet shows the figure as it is known, since a formula would hide the difference.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from reporting_service.adapters.documents.live_sums import (
    FIRST_ROW,
    HEAD_ROW,
    NUMBER,
    beside_formula,
    column_formula,
    row_formulas,
)
from reporting_service.domain.chart import Chart, charts_of
from reporting_service.domain.labels import quarter_label
from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.survey import GRADES
from reporting_service.domain.table import NOT_AVAILABLE, Table

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_WIDTHS = {0: 8, 1: 34}
_DEFAULT_WIDTH = 16
# Charts stand to the right of every table.
_MOST_COLUMNS = 11


class _Sheet:
    """One table on one worksheet."""

    def __init__(self, sheet: Worksheet, formats: dict[str, Format], table: Table) -> None:
        self._sheet = sheet
        self._formats = formats
        self._table = table
        self._formulas = row_formulas(table)

    def write(self) -> None:
        """Title, head, rows, totals, method and notes."""
        table, sheet = self._table, self._sheet
        sheet.write_string(0, 0, f"Tabel {table.number}. {table.title}", self._formats["title"])
        sheet.write_string(1, 0, f"Satuan: {table.unit}")
        for place, column in enumerate(table.columns):
            sheet.write_string(HEAD_ROW, place, column, self._formats["head"])
            sheet.set_column(place, place, _WIDTHS.get(place, _DEFAULT_WIDTH))
        if not table.is_available:
            sheet.write_string(FIRST_ROW, 0, NOT_AVAILABLE)
        for at, row in enumerate(table.rows, start=FIRST_ROW):
            self._row(at, row)
        after = FIRST_ROW + max(1, len(table.rows))
        after = self._totals(after)
        for line in (*table.notes, table.method, f"Sumber: {table.source}", self._as_of()):
            after += 1
            sheet.write_string(after, 0, line)
        sheet.freeze_panes(FIRST_ROW, 0)

    def _as_of(self) -> str:
        as_of = self._table.freshness.as_of
        return f"Keadaan per: {'-' if as_of is None else as_of.isoformat()}"

    def _row(self, at: int, row: Sequence[str]) -> None:
        for place, cell in enumerate(row):
            self._cell(at, place, cell, self._formulas.get((at - FIRST_ROW, place)))

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
            self._sheet.write_string(after, 0, name, self._formats["head"])
            self._cell(after, 1, value, beside_formula(table, name, value))
            after += 1
        return after

    def _cell(self, at: int, place: int, cell: str, formula: str | None) -> None:
        if formula is None:
            write_cell(self._sheet, at, place, cell)
        else:
            self._sheet.write_formula(at, place, formula, None, float(cell))


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
            "head": workbook.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1}),
        }
        _cover(workbook.add_worksheet("Ringkasan"), formats, report)
        for table in (*report.tables, *report.annexes):
            _Sheet(workbook.add_worksheet(table.id[:31]), formats, table).write()
        _live_index(workbook, report)
        for chart in charts_of(report.tables):
            _draw(workbook, chart)
    return content.getvalue()


def write_cell(sheet: Worksheet, at: int, place: int, cell: str) -> None:
    """A canonical number as a number, everything else as the text it is."""
    if NUMBER.fullmatch(cell):
        sheet.write_number(at, place, float(cell))
    else:
        sheet.write_string(at, place, cell)


def _cover(sheet: Worksheet, formats: dict[str, Format], report: QuarterlyReport) -> None:
    sheet.set_column(0, 0, 60)
    label = quarter_label(report.quarter, report.year)
    sheet.write_string(0, 0, f"Laporan Kinerja PTSP {label}", formats["title"])
    sheet.write_string(1, 0, report.letterhead.name)
    for at, line in enumerate(report.letterhead.lines, start=2):
        sheet.write_string(at, 0, line)
    at = 3 + len(report.letterhead.lines)
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


def _draw(workbook: xlsxwriter.Workbook, chart: Chart) -> None:
    """A figure as the spreadsheet's own chart, fed by the cells of its table."""
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
    last = max(_MOST_COLUMNS, chart.columns[-1] + 2)
    sheet.insert_chart(
        HEAD_ROW, last, drawn, {"description": chart.alternative, "object_position": 1}
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


def _live_index(workbook: xlsxwriter.Workbook, report: QuarterlyReport) -> None:
    """The index recomputed in the workbook: sums and respondents come from the answer sheets."""
    by_id = {table.id: table for table in report.tables}
    responses, index = by_id["survey_responses"], by_id["survey_index"]
    respondents = responses.totals.get("Responden", "")
    if not index.is_available or str(len(responses.rows)) != respondents:
        return
    sheet = workbook.get_worksheet_by_name("survey_index")
    if sheet is None:
        return
    last = FIRST_ROW + len(responses.rows)
    for place, row in enumerate(index.rows):
        column = xl_col_to_name(place + 1)
        cells = f"survey_responses!{column}{FIRST_ROW + 1}:{column}{last}"
        at = FIRST_ROW + place
        sheet.write_formula(at, 3, f"=SUM({cells})", None, int(row[3]))
        sheet.write_formula(at, 4, f"=ROUND(D{at + 1}/COUNT({cells}),3)", None, float(row[4]))
        weight = f"D{at + 1}/COUNT({cells})/{len(index.rows)}"
        sheet.write_formula(at, 5, f"=ROUND({weight},3)", None, float(row[5]))
    first_column = f"survey_responses!B{FIRST_ROW + 1}:B{last}"
    area = f"survey_responses!B{FIRST_ROW + 1}:{xl_col_to_name(len(index.rows))}{last}"
    _live_totals(sheet, index, f"AVERAGE({area})", f"COUNT({first_column})")


def _live_totals(sheet: Worksheet, index: Table, mean: str, respondents: str) -> None:
    """Respondents, index and class follow the answers too."""
    first = FIRST_ROW + len(index.rows)
    places = {name: first + place for place, name in enumerate(index.totals)}
    ikm = f"B{places['IKM'] + 1}"
    numbers = {
        "Responden": f"={respondents}",
        "NI": f"=ROUND({mean},3)",
        "IKM": f"=ROUND({mean}*25,2)",
    }
    for name, formula in numbers.items():
        sheet.write_formula(places[name], 1, formula, None, float(index.totals[name]))
    for name, at in (("Mutu", 1), ("Kinerja", 2)):
        chosen = f'"{GRADES[-1][at]}"'
        for grade in reversed(GRADES[:-1]):
            chosen = f'IF({ikm}>={grade[0]},"{grade[at]}",{chosen})'
        sheet.write_formula(places[name], 1, f"={chosen}", None, index.totals[name])
