"""A report as a workbook: a sheet per table, numbers as numbers, sums live.

A user's text that begins with `=` stays text. Where a printed sum does not agree with its rows,
the sheet shows the figure as it is known, since a formula would hide the difference.
"""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from reporting_service.domain.labels import quarter_label
from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.table import NOT_AVAILABLE, Table

HEAD_ROW = 3
FIRST_ROW = HEAD_ROW + 1
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_LICENCE_SUMS = slice(2, 5)
_SUMMED = "licences_"
_WIDTHS = {0: 8, 1: 34}
_DEFAULT_WIDTH = 16


class _Sheet:
    """One table on one worksheet."""

    def __init__(self, sheet: Worksheet, formats: dict[str, Format], table: Table) -> None:
        self._sheet = sheet
        self._formats = formats
        self._table = table

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
            if self._is_row_sum(place, row):
                first, last = xl_col_to_name(2), xl_col_to_name(4)
                formula = f"=SUM({first}{at + 1}:{last}{at + 1})"
                self._sheet.write_formula(at, place, formula, None, int(cell))
            else:
                write_cell(self._sheet, at, place, cell)

    def _is_row_sum(self, place: int, row: Sequence[str]) -> bool:
        return (
            self._table.id.startswith(_SUMMED)
            and self._table.columns[place] == "Jumlah"
            and sum(map(int, row[_LICENCE_SUMS])) == int(row[place])
        )

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
                self._column_total(after, columns[name], value)
            after += 1
        for name, value in beside.items():
            self._sheet.write_string(after, 0, name, self._formats["head"])
            write_cell(self._sheet, after, 1, value)
            after += 1
        return after

    def _column_total(self, at: int, place: int, value: str) -> None:
        cells = [row[place] for row in self._table.rows]
        if all(map(_NUMBER.fullmatch, cells)) and sum(map(Decimal, cells)) == Decimal(value):
            name = xl_col_to_name(place)
            formula = f"=SUM({name}{FIRST_ROW + 1}:{name}{FIRST_ROW + len(cells)})"
            self._sheet.write_formula(at, place, formula, None, float(value))
        else:
            write_cell(self._sheet, at, place, value)


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
    return content.getvalue()


def write_cell(sheet: Worksheet, at: int, place: int, cell: str) -> None:
    """A canonical number as a number, everything else as the text it is."""
    if _NUMBER.fullmatch(cell):
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
    sheet.write_number(at + 1, 1, local.count)


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
    area = f"survey_responses!B{FIRST_ROW + 1}:{xl_col_to_name(len(index.rows))}{last}"
    at = FIRST_ROW + len(index.rows) + list(index.totals).index("IKM")
    sheet.write_formula(at, 1, f"=ROUND(AVERAGE({area})*25,2)", None, float(index.totals["IKM"]))
