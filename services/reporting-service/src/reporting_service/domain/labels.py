"""Indonesian names of periods: the ordinal word always matches the numeral, and a month is found
under its Indonesian or English name."""

import re
from datetime import date

from shared.calendar.written import MONTHS

# Under which names a month may stand.
MONTH_NAMES = tuple(zip(MONTHS["id"], (one.casefold() for one in MONTHS["en"]), strict=True))
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ORDINALS = {1: ("I", "Satu"), 2: ("II", "Dua"), 3: ("III", "Tiga"), 4: ("IV", "Empat")}
_SHORT = 3
_DATE = re.compile(
    r"\b(\d{1,2}[-/]\d{1,2}[-/]\d{4}|\d{1,2}\s+[A-Za-z]+\s+\d{4}|\d{4}-\d{2}-\d{2})\b"
)
_NUMBER_OF: dict[str, int] = {
    name: number
    for names in MONTHS.values()
    for number, full in enumerate((month.casefold() for month in names), start=1)
    for name in (full, full[:_SHORT])
} | {"agt": 8, "agu": 8, "okt": 10, "des": 12, "nopember": 11, "nop": 11, "pebruari": 2}


def quarter_label(quarter: int, year: int) -> str:
    """`Triwulan II (Dua) Tahun 2024`."""
    numeral, word = _ORDINALS[quarter]
    return f"Triwulan {numeral} ({word}) Tahun {year}"


def quarter_words(quarter: int) -> tuple[str, str]:
    """The numeral and the word of a quarter: `("II", "Dua")`."""
    return _ORDINALS[quarter]


def months_of(quarter: int) -> tuple[int, int, int]:
    """The numbers of a quarter's three months."""
    first = (quarter - 1) * 3 + 1
    return first, first + 1, first + 2


def month_name(month: int) -> str:
    """The Indonesian name."""
    return MONTHS["id"][month - 1]


def month_number(text: str) -> int | None:
    """1 to 12 for `Mei`, `May`, `5` or `05`; nothing for what names no month."""
    word = text.strip().rstrip(".").casefold()
    if word.isdecimal():
        return int(word) if 1 <= int(word[:4]) <= 12 else None
    return _NUMBER_OF.get(word)


def parse_long_date(text: str) -> date | None:
    """A date written `6 Mei 2024`, `06-05-2024`, `6/5/2024` or `2024-05-06`; else nothing."""
    parts = text.replace(",", " ").replace("-", " ").replace("/", " ").split()
    if len(parts) != 3:
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    month = month_number(parts[1])
    if month is None or not (parts[0].isdecimal() and parts[2].isdecimal()):
        return None
    try:
        return date(int(parts[2]), month, int(parts[0]))
    except ValueError:
        return None


def dates_in(text: str) -> list[date]:
    """Every date that a text mentions, in any of the printed forms."""
    found = (parse_long_date(match) for match in _DATE.findall(text))
    return [one for one in found if one is not None]


def without_dates(text: str) -> str:
    """The text with every date taken out of it."""
    return _DATE.sub(" ", text)


def letter_number_in(text: str) -> str | None:
    """The first word like `510/12/V/2024`. Split by words, so that no text is slow."""
    words = (word.strip(".,;()") for word in text.split())
    return next(
        (
            word
            for word in words
            if word[:1].isdecimal() and word[-4:].isdecimal() and word.count("/") > 1
        ),
        None,
    )
