"""A sheet of answers: all of it is right, or each wrong cell is named and nothing is taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shared.documents import cells
from shared.documents.cells import CellFault
from shared.imports.columns import Columns, Header, find_header, rows_under
from shared.imports.rows import RowError, TableRefused
from shared.imports.sheets import Row, Sheet
from survey_service.domain import sheet_cell
from survey_service.domain.column_map import ANSWERED_ON, SERVICE_CODE, SUGGESTION
from survey_service.domain.questionnaire import LONGEST_SUGGESTION, Questionnaire

MOST_ROWS = 20_000
MOST_FAULTS = 1_000
_SERVICE = re.compile(r"[A-Za-z0-9._-]{1,64}")


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
    faults: tuple[RowError, ...] = ()
    refused: int = 0
    ignored_columns: int = 0


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Reads rows under one header, collecting answers and faults."""

    questionnaire: Questionnaire
    header: Header
    default_day: date | None
    today: date
    answers: list[SheetAnswer] = field(default_factory=list)
    faults: list[RowError] = field(default_factory=list)
    refused: int = 0

    def take(self, number: int, row: Row) -> None:
        """Reads one row."""
        found: dict[str, object] = {}
        before = len(self.faults)
        for target in sorted(self.header.places, key=self.header.places.__getitem__):
            try:
                found[target] = self._value(target, self.header.cell(row, target))
            except CellFault as fault:
                self.faults.append(self.header.error(number, target, fault.code))
        if found.get(ANSWERED_ON, self.default_day) is None and len(self.faults) == before:
            self.faults.append(RowError(row=number, column=ANSWERED_ON, code="missing"))
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
    sheet: Sheet,
    columns: Columns,
    questionnaire: Questionnaire,
    *,
    default_day: date | None,
    today: date,
) -> ReadSheet:
    """Every answer, or at most MOST_FAULTS of what keeps them out: wrong cells, or a table that
    lacks an element, has no rows or more than MOST_ROWS."""
    rows = 0
    try:
        header = find_header(sheet, columns)
        reader = _Reader(
            questionnaire=questionnaire, header=header, default_day=default_day, today=today
        )
        for number, row in rows_under(header, sheet, most=MOST_ROWS):
            rows += 1
            reader.take(number, row)
    except TableRefused as refusal:
        return ReadSheet(rows=rows, faults=refusal.errors, refused=rows)
    return ReadSheet(
        rows=rows,
        answers=tuple(reader.answers),
        faults=tuple(reader.faults[:MOST_FAULTS]),
        refused=reader.refused,
        ignored_columns=header.others,
    )


def _service(cell: object) -> str:
    code = str(cell).strip()
    if _SERVICE.fullmatch(code) is None:
        raise CellFault("not_valid")
    return code


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
