"""A small table read whole, as text; a large one is read row by row, and first of all asked for its
columns."""

import asyncio
from dataclasses import dataclass, field

from shared.imports.columns import Columns, Header, find_header, rows_under
from shared.imports.sheets import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Each row's number and its cells as they read, by field."""

    header: Header
    rows: tuple[tuple[int, dict[str, str]], ...] = field(repr=False)


async def require_columns(content: bytes, columns: Columns) -> None:
    """Raises what `read_table` raises of a file's kind and columns; its rows are not looked at."""
    await asyncio.to_thread(lambda: find_header(Sheet.open(content), columns))


async def read_table(content: bytes, columns: Columns, *, most: int) -> Table:
    """Beside the event loop; raises UnsupportedType, TooLarge, TableRefused."""
    return await asyncio.to_thread(_table, content, columns, most)


def _table(content: bytes, columns: Columns, most: int) -> Table:
    sheet = Sheet.open(content)
    header = find_header(sheet, columns)
    rows = rows_under(header, sheet, most=most)
    texts = [
        (number, {one: header.text(row, one) for one in header.places}) for number, row in rows
    ]
    return Table(header=header, rows=tuple(texts))
