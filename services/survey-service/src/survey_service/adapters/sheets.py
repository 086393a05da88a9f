"""Rows of cells out of a file, CSV or XLSX, told apart by their bytes and never by their name."""

import asyncio
import csv
import io
import zipfile
from collections.abc import Sequence

from python_calamine import CalamineError, CalamineWorkbook

from shared.errors import InvalidRequest, UnsupportedType

_ZIP = b"PK\x03\x04"
_BOM = b"\xef\xbb\xbf"
# A workbook unpacks to many times its size; more than this is no sheet of answers.
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_CELLS = 4_000_000


async def read_rows(content: bytes) -> Sequence[Sequence[object]]:
    """The first sheet's rows; raises UnsupportedType for anything else. Off the event loop."""
    return await asyncio.to_thread(_read, content)


def _read(content: bytes) -> Sequence[Sequence[object]]:
    if not content.strip():
        raise InvalidRequest(pointers=(("/file", "empty"),))
    return _read_workbook(content) if content.startswith(_ZIP) else _read_csv(content)


def _read_workbook(content: bytes) -> Sequence[Sequence[object]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            is_workbook = "xl/workbook.xml" in archive.namelist()
        if not is_workbook or unpacked > MOST_UNPACKED_BYTES:
            raise UnsupportedType
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        if sheet.height * sheet.width > MOST_CELLS:
            raise UnsupportedType
        # The first row read is the first row of the sheet, so that faults name the rows shown.
        return sheet.to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError, IndexError):
        raise UnsupportedType from None


def _read_csv(content: bytes) -> Sequence[Sequence[object]]:
    try:
        text = content.removeprefix(_BOM).decode()
    except UnicodeDecodeError:
        raise UnsupportedType from None
    if "\x00" in text:
        raise UnsupportedType
    first_lines = "\n".join(text.splitlines()[:20])
    # Excel in Indonesian writes semicolons, since the comma is the decimal sign.
    delimiter = max(",;\t", key=first_lines.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise UnsupportedType from None
