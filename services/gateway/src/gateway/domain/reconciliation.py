"""What an outside system says was issued, held against what stands here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from gateway.domain.outside_system import OutsideSystem


class Difference(StrEnum):
    """In what the two do not agree."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    NUMBER_DIFFERS = "number_differs"
    DATE_DIFFERS = "date_differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedLicence:
    """A licence as one side has it, under the application's number at the outside system."""

    outside_number: str
    number: str | None
    issued_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference; what a side does not have is None."""

    difference: Difference
    outside_number: str
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


def compared(here: Iterable[IssuedLicence], there: Iterable[IssuedLicence]) -> tuple[Finding, ...]:
    """Every difference, by the application's number. Numbers are compared without blanks and
    case, as people type them."""
    ours, theirs = _by_number(here), _by_number(there)
    found: list[Finding] = []
    for key in sorted(ours.keys() | theirs.keys()):
        found.extend(_differences(ours.get(key), theirs.get(key)))
    return tuple(found)


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


def _by_number(licences: Iterable[IssuedLicence]) -> Mapping[str, IssuedLicence]:
    return {_folded(one.outside_number): one for one in licences}


def _folded(number: str) -> str:
    return "".join(number.split()).casefold()
