"""Rows of cells out of a file, CSV or XLSX, told apart by their bytes and never by their name.

Rows are read one after the other; a CSV is never held as rows in memory, a workbook only as the
library packs it.
"""

import asyncio
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from python_calamine import CalamineError, CalamineWorkbook

from shared.errors import InvalidRequest, UnsupportedType

Row = Sequence[object]

_ZIP = b"PK\x03\x04"
_BOM = b"\xef\xbb\xbf"
_HEAD_BYTES = 64 * 1024
# A workbook unpacks to many times its size; more than this is no table of an office.
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_CELLS = 4_000_000


async def read_rows(content: bytes) -> Sequence[Row]:
    """The first sheet's rows; raises UnsupportedType for anything else. Off the event loop."""
    return await asyncio.to_thread(lambda: list(iterate_rows(content)))


async def read_some(rows: Iterator[Row], count: int) -> list[Row]:
    """The next rows, at most so many; off the event loop."""
    return await asyncio.to_thread(lambda: list(islice(rows, count)))


def require_sheet(content: bytes) -> None:
    """Raises InvalidRequest for an empty file, UnsupportedType for what is neither a workbook nor
    text; without reading any row."""
    if not content.strip():
        raise InvalidRequest(pointers=(("/file", "empty"),))
    if content.startswith(_ZIP):
        _require_workbook(content)
    elif b"\x00" in content or not _is_text(content):
        raise UnsupportedType


def iterate_rows(content: bytes) -> Iterator[Row]:
    """Each row of the first sheet, from its first on, so that faults name the rows shown."""
    require_sheet(content)
    return _workbook_rows(content) if content.startswith(_ZIP) else _csv_rows(content)


def _require_workbook(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            is_workbook = "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        raise UnsupportedType from None
    if not is_workbook or unpacked > MOST_UNPACKED_BYTES:
        raise UnsupportedType


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _workbook_rows(content: bytes) -> Iterator[Row]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.height * sheet.width > MOST_CELLS:
            raise UnsupportedType
        top, left = sheet.start or (0, 0)
        above: Iterator[Row] = iter([[]] * top)
        before = [""] * left
        return chain(above, ([*before, *row] for row in sheet.iter_rows()))
    except (zipfile.BadZipFile, CalamineError, IndexError):
        raise UnsupportedType from None


def _csv_rows(content: bytes) -> Iterator[Row]:
    first_lines = content[:_HEAD_BYTES].decode(errors="ignore").splitlines()[:20]
    # Excel in Indonesian writes semicolons, since the comma is the decimal sign.
    delimiter = max(",;\t", key="\n".join(first_lines).count)
    text = io.TextIOWrapper(io.BytesIO(content.removeprefix(_BOM)), encoding="utf-8", newline="")
    return _lines(csv.reader(text, delimiter=delimiter))


def _lines(rows: Iterator[list[str]]) -> Iterator[Row]:
    try:
        yield from rows
    except csv.Error:
        raise UnsupportedType from None
