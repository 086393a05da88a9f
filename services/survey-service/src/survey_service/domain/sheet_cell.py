"""What a cell of a sheet says, however the office typed it: an answer, a day, a profile value."""

import re
from datetime import date, datetime

from survey_service.domain.questionnaire import SCALE, ProfileField, ProfileKind

_ANSWER = re.compile(r"([0-9]{1,3})(?:[.,]0+)?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_WORDS = re.compile(r"([0-9]{1,2})\s+([A-Za-z]+)\s+([0-9]{4})")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt aug",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}


class CellFault(ValueError):
    """A cell that cannot be taken; `code` says why and never repeats it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_blank(cell: object) -> bool:
    """Whether nothing was typed."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def answer(cell: object) -> int:
    """One of 1..4; raises CellFault `missing`, `not_a_number` or `not_in_scale`."""
    if is_blank(cell):
        raise CellFault("missing")
    value = _whole(cell)
    if value is None or value not in SCALE:
        raise CellFault("not_in_scale")
    return value


def _whole(cell: object) -> int | None:
    """The whole number in a cell, nothing for a broken one; raises CellFault for no number."""
    if isinstance(cell, bool):
        raise CellFault("not_a_number")
    if isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() else None
    text = str(cell).strip()
    found = _ANSWER.fullmatch(text)
    if found is not None:
        return int(found[1])
    if re.fullmatch(r"-?[0-9]+(?:[.,][0-9]+)?", text):
        return None
    raise CellFault("not_a_number")


def day(cell: object) -> date:
    """A day: a date cell, ISO, day first (30/06/2024), or with a month's name in Indonesian or
    English (5 Mei 2024); raises CellFault `not_a_date`."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _WORDS.fullmatch(text):
            return date(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    except (ValueError, KeyError):
        raise CellFault("not_a_date") from None
    raise CellFault("not_a_date")


def profile_value(cell: object, field: ProfileField) -> str | int:
    """A value of a profile field; raises CellFault `not_valid`."""
    value: object = cell.strip() if isinstance(cell, str) else cell
    if field.kind is ProfileKind.AGE:
        try:
            value = _whole(value)
        except CellFault:
            raise CellFault("not_valid") from None
    elif isinstance(value, str):
        value = value.upper() if field.is_valid(value.upper()) else value
    if not field.is_valid(value):
        raise CellFault("not_valid")
    assert isinstance(value, str | int)
    return value
