"""An office's book in pieces: rows are read and understood beside the event loop, some at once."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from permit_service.domain.history_columns import COLUMNS
from permit_service.domain.licence_history import RecordedLicence, read_recorded
from permit_service.domain.service import Service
from shared.imports.columns import Header, find_header, rows_under
from shared.imports.rows import RowError
from shared.imports.sheets import Row, Sheet

MOST_ROWS = 200_000
PIECE_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An office's file and what it is read with."""

    office_code: str
    content: bytes
    columns: Mapping[str, str]
    services: Mapping[str, Service]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Some rows: those that are right, what is wrong in the others, and how many there were."""

    licences: tuple[RecordedLicence, ...]
    errors: tuple[RowError, ...]
    count: int
    header: Header


async def pieces_of(book: Book) -> AsyncIterator[Rows]:
    """The whole book in order; raises UnsupportedType, TooLarge and TableRefused."""
    sheet = await asyncio.to_thread(Sheet.open, book.content)
    header = find_header(sheet, COLUMNS.given(book.columns))
    rows = rows_under(header, sheet, most=MOST_ROWS)
    while piece := await asyncio.to_thread(_next_rows, rows, header, book):
        yield piece


def _next_rows(rows: Iterator[tuple[int, Row]], header: Header, book: Book) -> Rows | None:
    """The next rows; None after the last."""
    licences: list[RecordedLicence] = []
    errors: list[RowError] = []
    count = 0
    for number, row in islice(rows, PIECE_ROWS):
        count += 1
        read = read_recorded(number, header.cells_of(row), book.services, today=book.today)
        if isinstance(read, RecordedLicence):
            licences.append(read)
        else:
            errors += [header.error(number, field, code) for field, code in read]
    if count == 0:
        return None
    return Rows(licences=tuple(licences), errors=tuple(errors), count=count, header=header)
