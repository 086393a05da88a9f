"""The NIK: sixteen digits PPKKCC DDMMYY SSSS, a woman's day of birth plus 40.

What is impossible is refused. The region is that of the first registration: it is not judged.
"""

import re
from datetime import date

from gateway.domain.errors import NikNotValid

_FORM = re.compile(r"^[0-9]{16}$")
_WOMENS_DAYS = 40


def check_nik(nik: str, *, today: date) -> None:
    """Raises NikNotValid, saying what is impossible about the number."""
    if not _FORM.match(nik):
        raise NikNotValid(pointers=(("/nik", "format"),))
    if not _is_possible_birth(nik, today=today):
        raise NikNotValid(pointers=(("/nik", "impossible_date"),))
    if nik[12:] == "0000":
        raise NikNotValid(pointers=(("/nik", "impossible_sequence"),))


def _is_possible_birth(nik: str, *, today: date) -> bool:
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    if day > _WOMENS_DAYS:
        day -= _WOMENS_DAYS
    century = today.year // 100 * 100
    for base in (century, century - 100):
        try:
            if date(base + year, month, day) <= today:
                return True
        except ValueError:
            continue
    return False
