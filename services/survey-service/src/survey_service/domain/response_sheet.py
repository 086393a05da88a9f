"""A sheet of answers: all of it is right, or each wrong cell is named and nothing is taken."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shared.documents import cells
from shared.documents.cells import CellFault
from survey_service.domain import sheet_cell
from survey_service.domain.column_map import ANSWERED_ON, SERVICE_CODE, SUGGESTION, ColumnMap
from survey_service.domain.questionnaire import LONGEST_SUGGESTION, Questionnaire

MOST_ROWS = 20_000
MOST_FAULTS = 1_000
# Offices put a letterhead above their tables.
HEADER_WITHIN = 20
_SERVICE = re.compile(r"[A-Za-z0-9._-]{1,64}")

Row = Sequence[object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFault:
    """Where and why. Rows count from 1 as the spreadsheet shows them; `column` is its title."""

    row: int
    column: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAnswer:
    """One row that is right."""

    row: int
    answered_on: date
    answers: Mapping[str, int]
    service_code: str | None
    profile: Mapping[str, str | int]
    suggestion: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """What a sheet holds. `answers` may be taken only when `faults` is empty."""

    rows: int
    answers: tuple[SheetAnswer, ...] = ()
    faults: tuple[SheetFault, ...] = ()
    refused: int = 0
    ignored_columns: int = 0


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Reads rows under one header, collecting answers and faults."""

    questionnaire: Questionnaire
    titles: Mapping[int, tuple[str, str]]
    default_day: date | None
    today: date
    answers: list[SheetAnswer] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)
    refused: int = 0

    def take(self, number: int, row: Row) -> None:
        """Reads one row."""
        found: dict[str, object] = {}
        before = len(self.faults)
        for place, (title, target) in self.titles.items():
            cell = row[place] if place < len(row) else None
            try:
                found[target] = self._value(target, cell)
            except CellFault as fault:
                self.faults.append(SheetFault(row=number, column=title, code=fault.code))
        if found.get(ANSWERED_ON, self.default_day) is None and len(self.faults) == before:
            self.faults.append(SheetFault(row=number, column=ANSWERED_ON, code="missing"))
        if len(self.faults) > before:
            self.refused += 1
            return
        self.answers.append(self._answer(number, found))

    def _value(self, target: str, cell: object) -> object:
        if target in self.questionnaire.scored_codes:
            return sheet_cell.answer(cell)
        if cells.is_blank(cell):
            return self.default_day if target == ANSWERED_ON else None
        if target == ANSWERED_ON:
            return self._day(cell)
        if target == SERVICE_CODE:
            return _service(cell)
        if target == SUGGESTION:
            return str(cell).strip()[:LONGEST_SUGGESTION]
        for profile_field in self.questionnaire.profile_fields:
            if profile_field.code == target:
                return sheet_cell.profile_value(cell, profile_field)
        return sheet_cell.answer(cell)

    def _day(self, cell: object) -> date:
        day = cells.day(cell)
        if day > self.today:
            raise CellFault("in_future")
        return day

    def _answer(self, number: int, found: Mapping[str, object]) -> SheetAnswer:
        asked = [*self.questionnaire.scored_codes]
        asked += [question.code for question in self.questionnaire.own_questions]
        fields = [one.code for one in self.questionnaire.profile_fields]
        day = found.get(ANSWERED_ON, self.default_day)
        assert isinstance(day, date)
        return SheetAnswer(
            row=number,
            answered_on=day,
            answers={c: v for c in asked if isinstance(v := found.get(c), int)},
            profile={c: v for c in fields if isinstance(v := found.get(c), str | int)},
            service_code=_text(found.get(SERVICE_CODE)),
            suggestion=_text(found.get(SUGGESTION)),
        )


def read_sheet(
    rows: Sequence[Row],
    columns: ColumnMap,
    questionnaire: Questionnaire,
    *,
    default_day: date | None,
    today: date,
) -> ReadSheet:
    """The header is the first row that has every required column; rows after it are answers, and
    blank ones are passed over. At most MOST_FAULTS faults are named."""
    header = _header(rows, columns)
    if header is None:
        return ReadSheet(rows=0, faults=_missing_columns(rows, columns))
    place, titles = header
    reader = _Reader(
        questionnaire=questionnaire, titles=titles, default_day=default_day, today=today
    )
    filled = [
        (number, row)
        for number, row in enumerate(rows[place + 1 :], start=place + 2)
        if not all(cells.is_blank(cell) for cell in row)
    ]
    if not filled or len(filled) > MOST_ROWS:
        code = "too_many_rows" if filled else "no_rows"
        fault = SheetFault(row=place + 1, column="", code=code)
        return ReadSheet(rows=len(filled), faults=(fault,), refused=len(filled))
    for number, row in filled:
        reader.take(number, row)
    titled = sum(1 for cell in rows[place] if not cells.is_blank(cell))
    return ReadSheet(
        rows=len(filled),
        answers=tuple(reader.answers),
        faults=tuple(reader.faults[:MOST_FAULTS]),
        refused=reader.refused,
        ignored_columns=titled - len(titles),
    )


def _header(
    rows: Sequence[Row], columns: ColumnMap
) -> tuple[int, dict[int, tuple[str, str]]] | None:
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        titles = _titles(row, columns)
        found = [target for _, target in titles.values()]
        if columns.scored.issubset(found) and len(set(found)) == len(found):
            return place, titles
    return None


def _titles(row: Row, columns: ColumnMap) -> dict[int, tuple[str, str]]:
    known = {title.casefold(): (title, target) for title, target in columns.targets.items()}
    return {
        place: known[str(cell).strip().casefold()]
        for place, cell in enumerate(row)
        if not cells.is_blank(cell) and str(cell).strip().casefold() in known
    }


def _missing_columns(rows: Sequence[Row], columns: ColumnMap) -> tuple[SheetFault, ...]:
    """What the best candidate for a header lacks, or has twice."""
    best = max(
        enumerate(rows[:HEADER_WITHIN]),
        key=lambda one: len(_titles(one[1], columns)),
        default=(0, ()),
    )
    titles = [title for title, _ in _titles(best[1], columns).values()]
    number = best[0] + 1
    faults = [
        SheetFault(row=number, column=title, code="column_missing")
        for title in columns.required
        if title not in titles
    ]
    repeated = {title for title in titles if titles.count(title) > 1}
    faults += [
        SheetFault(row=number, column=title, code="column_repeated") for title in sorted(repeated)
    ]
    return tuple(faults)


def _service(cell: object) -> str:
    code = str(cell).strip()
    if _SERVICE.fullmatch(code) is None:
        raise CellFault("not_valid")
    return code


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
