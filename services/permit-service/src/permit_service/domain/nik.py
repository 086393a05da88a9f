"""The NIK: sixteen digits PPKKCC DDMMYY SSSS, a woman's day of birth plus 40.

What is impossible is refused. A region code that is not in the list is a warning only: the code is
that of the first registration and may have been retired since.
"""

import re
from datetime import date
from itertools import chain

from permit_service.domain.errors import NikNotValid

_FORM = re.compile(r"[0-9]{16}")
_WOMENS_DAYS = 40

# Kepmendagri 300.2.2-2138/2025: 38 provinces; 54 (Timor Timur) is retired and still on cards.
PROVINCES = frozenset(
    chain(
        *(range(11, 20), (21,), range(31, 37), range(51, 55), range(61, 66)),
        *(range(71, 77), (81, 82), range(91, 97)),
    )
)


def check_nik(nik: str, *, today: date, pointer: str = "/applicant/nik") -> None:
    """Raises NikNotValid, with the pointer and why, for a number that cannot be a NIK."""
    if not _FORM.fullmatch(nik):
        raise NikNotValid(pointers=((pointer, "format"),))
    if birth_date(nik, today=today) is None:
        raise NikNotValid(pointers=((pointer, "impossible_date"),))


def birth_date(nik: str, *, today: date) -> date | None:
    """The day of birth, of the latest century that is not in the future; None if there is none."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    if day > _WOMENS_DAYS:
        day -= _WOMENS_DAYS
    century = today.year // 100 * 100
    for base in (century, century - 100):
        try:
            born = date(base + year, month, day)
        except ValueError:
            continue
        if born <= today:
            return born
    return None


def region_warnings(nik: str) -> tuple[str, ...]:
    """Codes of what looks odd about the region of the card; never a reason to refuse."""
    return () if int(nik[:2]) in PROVINCES else ("nik_region_unknown",)
