"""What a cell of a sheet says, however an office typed it. A fault never repeats the cell."""

import math
import re
from datetime import date, datetime, time
from decimal import Decimal

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_WORDS = re.compile(r"([0-9]{1,2})[\s-]+([A-Za-z]+)[\s-]+([0-9]{4})")
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
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
# Above it a spreadsheet's number has lost digits.
_EXACT = 2**53
_SEPARATORS = re.compile(r"[\s.'\u00a0-]")


class CellFault(ValueError):
    """A cell that cannot be taken; `code` says why and never repeats it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_blank(cell: object) -> bool:
    """Whether nothing was typed."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text(cell: object) -> str:
    """A cell as it reads, on one line: whole numbers without decimals, days in ISO; empty where
    nothing was typed."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float | Decimal) and math.isfinite(cell):
        number = Decimal(str(cell))
        is_whole = number == number.to_integral_value()
        return str(int(number)) if is_whole else format(number.normalize(), "f")
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
    seen = "".join(sign for sign in str(cell) if sign.isprintable() or sign.isspace())
    return " ".join(seen.split())


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


def line(cell: object, *, longest: int) -> str:
    """Text on one line, its spaces drawn together; a whole number as its digits. Raises CellFault
    `too_long` and `not_text`."""
    if isinstance(cell, bool) or (isinstance(cell, float) and not cell.is_integer()):
        raise CellFault("not_text")
    text = str(int(cell)) if isinstance(cell, int | float) else " ".join(str(cell).split())
    if "\x00" in text or any(0xD800 <= ord(one) <= 0xDFFF for one in text):
        raise CellFault("not_text")
    if len(text) > longest:
        raise CellFault("too_long")
    return text


def digits(cell: object, *, length: int) -> str:
    """A number that is a name (NIB, NIK), also where it is grouped (`8120.0123...`) or kept as a
    spreadsheet's number; raises CellFault `not_valid`, and `digits_lost` where a spreadsheet has
    rounded it."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= _EXACT:
            raise CellFault("digits_lost")
        cell = line(cell, longest=length)
    text = _SEPARATORS.sub("", str(cell))
    if len(text) != length or not (text.isascii() and text.isdecimal()):
        raise CellFault("not_valid")
    return text
