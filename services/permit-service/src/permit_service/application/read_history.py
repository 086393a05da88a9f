"""An office's book in pieces: rows are read and understood beside the event loop, some at once."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from permit_service.domain.history_columns import HEADER_WITHIN, Header, Row, find_header
from permit_service.domain.licence_history import RecordedLicence, RowFault, read_recorded
from permit_service.domain.licence_import import MOST_ROWS
from permit_service.domain.service import Service
from shared.documents import cells
from shared.documents.sheets import iterate_rows, read_some

PIECE_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A file and what it is read with."""

    content: bytes
    columns: Mapping[str, str]
    services: Mapping[str, Service]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some rows: those that are right, the faults of the others, and how many there were."""

    licences: tuple[RecordedLicence, ...] = ()
    faults: tuple[RowFault, ...] = ()
    rows: int = 0
    titles: Mapping[str, str]

    def fault(self, licence: RecordedLicence, field: str, code: str) -> RowFault:
        """A fault of a row that is right by itself."""
        return RowFault(row=licence.row, column=self.titles.get(field, field), code=code)


async def pieces_of(book: Book) -> AsyncIterator[Piece]:
    """The whole book in order. Without its columns, without rows and with too many of them there
    is one piece, which says so; raises UnsupportedType."""
    rows = await asyncio.to_thread(iterate_rows, book.content)
    head = await read_some(rows, HEADER_WITHIN)
    header = find_header(head, book.columns)
    if isinstance(header, list):
        yield Piece(faults=tuple(header), titles={})
        return
    numbered = enumerate(chain(head[header.place + 1 :], rows), start=header.place + 2)
    taken = 0
    while piece := await asyncio.to_thread(_next_piece, numbered, header, book):
        taken += piece.rows
        if taken > MOST_ROWS:
            yield Piece(faults=(_whole(header, "too_many_rows"),), titles={})
            return
        yield piece
    if taken == 0:
        yield Piece(faults=(_whole(header, "no_rows"),), titles={})


def _whole(header: Header, code: str) -> RowFault:
    return RowFault(row=header.place + 1, column="", code=code)


def _next_piece(numbered: Iterator[tuple[int, Row]], header: Header, book: Book) -> Piece | None:
    """The next rows that are not blank; None after the last."""
    licences: list[RecordedLicence] = []
    faults: list[RowFault] = []
    rows = 0
    for number, row in numbered:
        if all(cells.is_blank(cell) for cell in row):
            continue
        rows += 1
        read = read_recorded(number, header.cells_of(row), book.services, today=book.today)
        if isinstance(read, RecordedLicence):
            licences.append(read)
        else:
            faults += [
                RowFault(row=number, column=header.titles.get(field, field), code=code)
                for field, code in read
            ]
        if rows == PIECE_ROWS:
            break
    if rows == 0:
        return None
    return Piece(licences=tuple(licences), faults=tuple(faults), rows=rows, titles=header.titles)
