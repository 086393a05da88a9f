"""Rows of cells out of a file, CSV or XLSX, told apart by their bytes and never by their name.

Rows are read one after the other; a CSV is never held as rows in memory, a workbook only as the
library packs it. CSV is UTF-8 (with or without a mark) or Windows-1252, parted by `;`, `,` or tab.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from python_calamine import CalamineError, CalamineWorkbook

from shared.errors import InvalidRequest, TooLarge, UnsupportedType

Row = Sequence[object]

# Offices put a letterhead above their tables.
HEAD_ROWS = 20
# A workbook unpacks to many times its size; more than this is no table of an office.
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_CELLS = 4_000_000
MOST_COLUMNS = 200

_ZIP = b"PK\x03\x04"
_PDF = b"%PDF"
_BOM = b"\xef\xbb\xbf"
_HEAD_BYTES = 64 * 1024
_DELIMITERS = ";,\t"
# What no text has: every other control sign is white space.
_BINARY = bytes(set(range(0x20)) - set(b"\t\n\x0b\x0c\r"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table's rows, of which the first have been looked at; the others are read once. `first` is
    the number of the first row, as a spreadsheet shows it."""

    head: tuple[Row, ...]
    rest: Iterator[Row]
    first: int = 1

    @classmethod
    def of(cls, rows: Iterable[Row], *, first: int = 1) -> "Sheet":
        """Over rows that are there already."""
        following = iter(rows)
        return cls(head=tuple(islice(following, HEAD_ROWS)), rest=following, first=first)

    @classmethod
    def open(cls, content: bytes) -> "Sheet":
        """The first sheet of a file. Raises what `require_sheet` raises, TooLarge for a table
        wider or longer than an office has one. A large file takes its time."""
        require_sheet(content)
        return cls.of(_workbook_rows(content) if content.startswith(_ZIP) else _csv_rows(content))

    def after(self, place: int) -> Iterator[tuple[int, Row]]:
        """The rows below one of the head, each with its number."""
        below = chain(self.head[place + 1 :], self.rest)
        return enumerate(below, start=self.first + place + 1)


def require_sheet(content: bytes) -> None:
    """Raises InvalidRequest for an empty file, UnsupportedType for what is neither a workbook nor
    text, TooLarge for a workbook that unpacks to more than a table; without reading any row."""
    if not content.strip():
        raise InvalidRequest(pointers=(("/file", "empty"),))
    if content.startswith(_ZIP):
        _require_workbook(content)
    elif content.startswith(_PDF) or len(content.translate(None, _BINARY)) < len(content):
        raise UnsupportedType


def _require_workbook(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # A few kilobytes can unpack to gigabytes: the directory tells before anything is.
            unpacked = sum(entry.file_size for entry in archive.infolist())
            is_workbook = "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        raise UnsupportedType from None
    if not is_workbook:
        raise UnsupportedType
    if unpacked > MOST_UNPACKED_BYTES:
        raise TooLarge


def _workbook_rows(content: bytes) -> Iterator[Row]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        top, left = sheet.start or (0, 0)
        width = left + sheet.width
        if (top + sheet.height) * width > MOST_CELLS or width > MOST_COLUMNS:
            raise TooLarge
        # The library leaves out what is empty on the left, and not what is empty above.
        before = [""] * left
        return ([*before, *row] for row in sheet.iter_rows())
    except (zipfile.BadZipFile, CalamineError, IndexError, OSError, ValueError):
        raise UnsupportedType from None


def _csv_rows(content: bytes) -> Iterator[Row]:
    text = content.removeprefix(_BOM)
    encoding = "utf-8" if _is_utf8(text) else "cp1252"
    lines = text[:_HEAD_BYTES].decode(encoding, errors="ignore").splitlines()[:HEAD_ROWS]
    stream = io.TextIOWrapper(io.BytesIO(text), encoding=encoding, errors="replace", newline="")
    return _rows(csv.reader(stream, delimiter=_delimiter(lines)))


def _is_utf8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _HEAD_BYTES):
            decoder.decode(content[start : start + _HEAD_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that parts most lines into as many cells as each other: the comma is a decimal sign
    too, and Excel in Indonesian writes semicolons for that reason."""

    def agreement(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1]
        except csv.Error:
            widths = []
        return max(((widths.count(width), width) for width in set(widths)), default=(0, 0))

    return max(_DELIMITERS, key=agreement)


def _rows(rows: Iterator[list[str]]) -> Iterator[Row]:
    try:
        for row in rows:
            if len(row) > MOST_COLUMNS:
                raise TooLarge
            yield row
    except csv.Error:
        raise UnsupportedType from None
