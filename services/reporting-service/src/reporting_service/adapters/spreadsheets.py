"""Reads CSV and XLSX as offices have them into a grid of cells.

CSV in UTF-8 (with or without BOM) or Windows-1252, with `;`, `,` or tab; XLSX by its bytes. What is
neither is refused. Merged cells come as a value in the first cell and empty ones after it.
"""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import python_calamine

from reporting_service.domain.errors import FileNotReadable, NothingToImport
from reporting_service.domain.grid import Cell, Grid
from shared.errors import TooLarge

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
_ZIP = b"PK\x03\x04"


def read_grid(content: bytes) -> Grid:
    """The first sheet's cells; raises FileNotReadable, NothingToImport, TooLarge."""
    grid = _xlsx(content) if content.startswith(_ZIP) else _csv(content)
    rows = tuple(row for row in grid if any(cell != "" for cell in row))
    if not rows:
        raise NothingToImport(pointers=(("/file", "empty"),))
    if len(rows) > MAX_ROWS or max(map(len, rows)) > MAX_COLUMNS:
        raise TooLarge
    return rows


def _xlsx(content: bytes) -> Grid:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # A few kilobytes can unpack to gigabytes: the directory tells before anything is.
            if sum(one.file_size for one in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise TooLarge
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        return tuple(tuple(_cell(value) for value in row) for row in sheet.to_python())
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileNotReadable(pointers=(("/file", "not_a_table"),)) from error


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return str(value).strip()


def _csv(content: bytes) -> Grid:
    if b"\x00" in content:
        raise FileNotReadable(pointers=(("/file", "not_a_table"),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return tuple(tuple(cell.strip() for cell in row) for row in rows)
    except csv.Error as error:
        raise FileNotReadable(pointers=(("/file", "not_a_table"),)) from error
