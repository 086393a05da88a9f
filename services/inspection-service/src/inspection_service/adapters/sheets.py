"""Reads the OSS spreadsheet, CSV or XLSX, into rows of text by field.

What is neither is refused; a file is read in a thread, since it may be large.
"""

import asyncio
import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

import python_calamine

from shared.errors import InvalidRequest, TooLarge, UnsupportedType

MAX_ROWS = 100_000
_SEARCHED_ROWS = 10
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
_ZIP = b"PK\x03\x04"

Grid = list[list[str]]


class ColumnsMissing(InvalidRequest):
    """The file lacks columns that every row needs."""

    message = "The file lacks columns that are needed."


async def read_rows(
    content: bytes,
    *,
    columns: Mapping[str, tuple[str, ...]],
    required: Sequence[str],
    column_map: Mapping[str, str],
) -> list[dict[str, str]]:
    """One mapping a row; raises UnsupportedType, ColumnsMissing, TooLarge."""
    return await asyncio.to_thread(_rows, content, columns, required, column_map)


def _rows(
    content: bytes,
    columns: Mapping[str, tuple[str, ...]],
    required: Sequence[str],
    column_map: Mapping[str, str],
) -> list[dict[str, str]]:
    grid = _xlsx(content) if content.startswith(_ZIP) else _csv(content)
    grid = [row for row in grid if any(row)]
    if len(grid) > MAX_ROWS + 1:
        raise TooLarge
    found = [_places(row, columns, column_map) for row in grid[:_SEARCHED_ROWS]]
    # A title may stand above the header: the header is the row that names most fields.
    header = max(range(len(found)), key=lambda place: len(found[place]), default=0)
    places = found[header] if found else {}
    missing = tuple((f"/file/{field}", "column") for field in required if field not in places)
    if missing:
        raise ColumnsMissing(pointers=missing)
    return [
        {field: row[place] if place < len(row) else "" for field, place in places.items()}
        for row in grid[header + 1 :]
    ]


def _places(
    row: Sequence[str], columns: Mapping[str, tuple[str, ...]], column_map: Mapping[str, str]
) -> dict[str, int]:
    headings = [" ".join(heading.casefold().replace(" / ", "/").split()) for heading in row]
    places: dict[str, int] = {}
    for field, names in columns.items():
        for name in [column_map[field].casefold()] if field in column_map else names:
            if name in headings:
                places.setdefault(field, headings.index(name))
    return places


def _xlsx(content: bytes) -> Grid:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # A few kilobytes can unpack to gigabytes: the directory tells before anything is.
            if sum(one.file_size for one in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise TooLarge
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0).to_python()
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnsupportedType(pointers=(("/file", "not_a_table"),)) from error
    return [[_text(cell) for cell in row] for row in sheet]


def _text(cell: object) -> str:
    # Spreadsheets keep a NIB as a number: thirteen digits, not 1.2e12.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _printable(str(cell))


def _csv(content: bytes) -> Grid:
    if b"\x00" in content or content.startswith((b"MZ", b"%PDF", b"\x7fELF")):
        raise UnsupportedType(pointers=(("/file", "not_a_table"),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
        return [[_printable(cell) for cell in row] for row in rows]
    except csv.Error as error:
        raise UnsupportedType(pointers=(("/file", "not_a_table"),)) from error


def _printable(text: str) -> str:
    kept = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    return " ".join(kept.split())
