"""What an outside system says was issued, held against what stands here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from gateway.domain.integrations.outside_system import OutsideSystem


class Difference(StrEnum):
    """In what the two do not agree."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    NUMBER_DIFFERS = "number_differs"
    DATE_DIFFERS = "date_differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedLicence:
    """A licence as one side has it, under the application's number at the outside system. One
    that was imported here has none."""

    outside_number: str | None
    number: str | None
    issued_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference; what a side does not have is None."""

    difference: Difference
    outside_number: str | None
    number_here: str | None = None
    number_there: str | None = None
    issued_here: date | None = None
    issued_there: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """A comparison of one office and period (`2024-Q2`), as it came out."""

    id: UUID
    office_code: str
    system: OutsideSystem
    period: str
    ran_at: datetime
    counted_here: int
    counted_there: int
    findings: tuple[Finding, ...]


def compared(
    here: Iterable[IssuedLicence],
    there: Iterable[IssuedLicence],
    *,
    first_day: date = date.min,
    last_day: date = date.max,
) -> tuple[Finding, ...]:
    """Every difference of what either side says was issued on one of the days (both included),
    by the application's number, or by the licence's where that is not known here. Numbers are
    compared without blanks and case, as people type them.

    Both sides are given with days around, so that a day that differs is not two things missing.
    """
    theirs = {_folded(one.outside_number or ""): one for one in there}
    by_licence = {_folded(one.number or ""): key for key, one in theirs.items()}
    ours = {_key(one, by_licence): one for one in here}
    found: list[Finding] = []
    for key in sorted(ours.keys() | theirs.keys()):
        pair = (ours.get(key), theirs.get(key))
        days = [one.issued_on for one in pair if one is not None and one.issued_on is not None]
        # What neither side gives a day is nobody's outside of the period.
        if not days or any(first_day <= day <= last_day for day in days):
            found.extend(_differences(*pair))
    return tuple(found)


def issued_between(licences: Iterable[IssuedLicence], first_day: date, last_day: date) -> int:
    """How many were issued on one of the days."""
    days = (one.issued_on for one in licences)
    return sum(1 for day in days if day is not None and first_day <= day <= last_day)


def _differences(here: IssuedLicence | None, there: IssuedLicence | None) -> list[Finding]:
    known = here or there
    assert known is not None
    kinds: list[Difference] = []
    if here is None:
        kinds.append(Difference.MISSING_HERE)
    elif there is None:
        kinds.append(Difference.MISSING_THERE)
    else:
        if _folded(here.number or "") != _folded(there.number or ""):
            kinds.append(Difference.NUMBER_DIFFERS)
        if here.issued_on != there.issued_on:
            kinds.append(Difference.DATE_DIFFERS)
    return [
        Finding(
            difference=kind,
            outside_number=known.outside_number,
            number_here=here.number if here else None,
            number_there=there.number if there else None,
            issued_here=here.issued_on if here else None,
            issued_there=there.issued_on if there else None,
        )
        for kind in kinds
    ]


def _key(licence: IssuedLicence, by_licence: Mapping[str, str]) -> str:
    if licence.outside_number:
        return _folded(licence.outside_number)
    number = _folded(licence.number or "")
    return by_licence.get(number, f"licence {number}")


def _folded(number: str) -> str:
    return "".join(number.split()).casefold()
