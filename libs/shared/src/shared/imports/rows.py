"""What is wrong with a table, place by place, and a table that cannot be taken at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.errors import InvalidRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """Where and why, never what. Rows count from 1 as the spreadsheet shows them, entries of a
    document from 1; `column` is the column's title, or the field's name where it has none."""

    row: int
    column: str
    code: str


def refused_rows(errors: Sequence[RowError]) -> int:
    """How many rows have an error."""
    return len({one.row for one in errors})


class TableRefused(InvalidRequest):
    """A file without rows, with too many of them, or without a column that every row needs."""

    message = "The file lacks columns that are needed, or has no rows, or too many."

    def __init__(self, errors: Sequence[tuple[str, RowError]]) -> None:
        """Each error with the field that it is about, empty for the whole table."""
        pointers = tuple((f"/file/{field}".rstrip("/"), one.code) for field, one in errors)
        super().__init__(pointers=pointers)
        self.errors = tuple(one for _, one in errors)
