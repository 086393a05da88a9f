"""Which column of a table holds which field: by the names that the field may have, or by the map
that was given with the file. Nothing is guessed: what lacks or stands twice is named."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.documents import cells
from shared.errors import InvalidRequest
from shared.imports.rows import RowError, TableRefused
from shared.imports.sheets import Row, Sheet

MOST_ENTRIES = 100


class ColumnMapNotValid(InvalidRequest):
    """A column map that does not give each of its fields one column."""

    message = "The column map gives each field exactly one column."


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The names under which each field may stand, the usual one first, and the fields without
    which no row can be read."""

    names: Mapping[str, Sequence[str]]
    required: Sequence[str]

    def given(self, mapped: Mapping[str, str]) -> "Columns":
        """The same with titles of the caller's, each in the place of its field's names."""
        return Columns(
            names={
                field: (mapped[field],) if field in mapped else names
                for field, names in self.names.items()
            },
            required=self.required,
        )


def named(titles: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Names of fields that stand under their own name too."""
    return {field: (field, *others) for field, others in titles.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where the header ends in the sheet's head (from 0), and for each field its place and its
    title. `others` counts titles that no field has."""

    place: int
    places: Mapping[str, int]
    titles: Mapping[str, str]
    others: int = 0

    def title(self, field: str) -> str:
        """How its column is called in the file; its own name where it has none."""
        return self.titles.get(field, field)

    def cell(self, row: Row, field: str) -> object:
        """None where the row is short or there is no such column."""
        place = self.places.get(field)
        return row[place] if place is not None and place < len(row) else None

    def text(self, row: Row, field: str) -> str:
        """The cell as it reads, empty where there is none."""
        return cells.text(self.cell(row, field))

    def cells_of(self, row: Row) -> dict[str, object]:
        """The cells of a row, by field."""
        return {field: self.cell(row, field) for field in self.places}

    def error(self, row: int, field: str, code: str) -> RowError:
        """What is wrong in a row, under the title that its reader sees."""
        return RowError(row=row, column=self.title(field), code=code)


def given_columns(given: Mapping[str, str], fields: Sequence[str]) -> dict[str, str]:
    """A `column_map` as title by field, whichever way round it is written (`{"nib": "NIB PU"}` or
    `{"NIB PU": "nib"}`); raises ColumnMapNotValid."""
    turned = dict(_turned(given, frozenset(fields)))
    titles = {one.casefold() for one in turned.values()}
    if len(given) > MOST_ENTRIES:
        raise _not_a_map("too_long")
    if len(turned) < len(given) or len(titles) < len(given):
        raise _not_a_map("repeated")
    if not all(title and title.isprintable() for title in turned.values()):
        raise _not_a_map("title")
    return turned


def _turned(given: Mapping[str, str], fields: frozenset[str]) -> Iterator[tuple[str, str]]:
    for one, other in given.items():
        if one not in fields and other not in fields:
            raise _not_a_map("unknown")
        # Both sides are fields: which of them is a title cannot be told.
        if one in fields and other in fields and given.get(other) != one:
            raise _not_a_map("ambiguous")
        yield (one, other.strip()) if one in fields else (other, one.strip())


def _not_a_map(code: str) -> ColumnMapNotValid:
    return ColumnMapNotValid(pointers=(("/column_map", code),))


def find_header(sheet: Sheet, columns: Columns) -> Header:
    """The row that has every required column, or two rows where titles are merged over others;
    among several, the one that names most fields. Raises TableRefused with what the best one
    lacks, or has twice."""
    wanted = {field: [_folded(one) for one in names] for field, names in columns.names.items()}
    best = Header(place=0, places={}, titles={})
    errors = _wrong(best, (), columns, sheet)
    for height in (1, 2):
        for place in range(len(sheet.head) - height + 1):
            titles = _titles(sheet.head[place : place + height])
            header, repeated = _header(place + height - 1, titles, wanted)
            wrong = _wrong(header, repeated, columns, sheet)
            if (not wrong, len(header.places)) > (not errors, len(best.places)):
                best, errors = header, wrong
    if errors:
        raise TableRefused(errors)
    return best


def rows_under(header: Header, sheet: Sheet, *, most: int) -> Iterator[tuple[int, Row]]:
    """The rows below the header that are not blank, each with its number. Raises TableRefused when
    there are more than so many, or none."""
    taken = 0
    for number, row in sheet.after(header.place):
        if all(cells.is_blank(cell) for cell in row):
            continue
        taken += 1
        if taken > most:
            raise _whole(header, sheet, "too_many_rows")
        yield number, row
    if taken == 0:
        raise _whole(header, sheet, "no_rows")


def _whole(header: Header, sheet: Sheet, code: str) -> TableRefused:
    return TableRefused([("", RowError(row=sheet.first + header.place, column="", code=code))])


def _wrong(
    header: Header, repeated: Sequence[str], columns: Columns, sheet: Sheet
) -> list[tuple[str, RowError]]:
    row = sheet.first + header.place
    lacking = [
        (field, RowError(row=row, column=columns.names[field][0], code="column_missing"))
        for field in columns.required
        if field not in header.places
    ]
    return lacking + [(field, header.error(row, field, "column_repeated")) for field in repeated]


@dataclass(frozen=True, slots=True)
class _Title:
    """A column's title; `is_own` unless a merged one above reaches over it."""

    text: str
    is_own: bool = True


def _titles(rows: Sequence[Row]) -> list[_Title]:
    if len(rows) == 1:
        return [_Title(cells.text(cell)) for cell in rows[0]]
    upper, lower = ([cells.text(cell) for cell in row] for row in rows)
    titles: list[_Title] = []
    reaching = ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        reaching = above or reaching
        titles.append(_Title(below or above or reaching, is_own=bool(below or above)))
    return titles


def _header(
    place: int, titles: Sequence[_Title], wanted: Mapping[str, Sequence[str]]
) -> tuple[Header, list[str]]:
    """The header, and the fields of which there is more than one column."""
    standing: dict[str, list[int]] = {}
    # Own titles before those that only reach over.
    for at, title in sorted(enumerate(titles), key=lambda one: not one[1].is_own):
        standing.setdefault(_folded(title.text), []).append(at)
    standing.pop("", None)
    places: dict[str, int] = {}
    repeated: list[str] = []
    for field, names in wanted.items():
        found = next((standing[name] for name in names if name in standing), None)
        if found is None:
            continue
        places[field] = found[0]
        if sum(titles[at].is_own for at in found) > 1:
            repeated.append(field)
    shown = {field: titles[at].text for field, at in places.items()}
    titled = sum(1 for one in titles if one.text and one.is_own)
    header = Header(
        place=place, places=places, titles=shown, others=titled - len(set(places.values()))
    )
    return header, repeated


def _folded(title: str) -> str:
    """Without case, signs and spaces; a title of signs alone is what it is."""
    return " ".join(re.sub(r"[\W_]+", " ", title.casefold()).split()) or title.strip()
