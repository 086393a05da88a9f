"""A licence as an office's own book has it, read from a row: whole, or with each fault named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from permit_service.domain.errors import NikNotValid
from permit_service.domain.licence import Licence
from permit_service.domain.nik import check_nik
from permit_service.domain.service import Channel, Service
from shared.documents import cells
from shared.documents.cells import CellFault

NIB_DIGITS = 13
NIK_DIGITS = 16
LONGEST_LINE = 200
LONGEST_ADDRESS = 500
FIRST_DAY = date(1945, 8, 17)

# How a book says that a licence has no last day.
_WITHOUT_END = frozenset(
    {"-", "seumur hidup", "tidak terbatas", "selama usaha berjalan", "selamanya", "unlimited"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedLicence:
    """One row that is right."""

    row: int
    service: Service
    channel: Channel
    number: str
    issued_on: date
    holder_name: str
    nib: str | None = None
    valid_until: date | None = None
    holder_nik: str | None = None
    holder_address: str | None = None

    def contradicts(self, kept: Licence) -> str | None:
        """The first field in which what is kept under the number is another; None where the row
        says nothing else. NIK and address are not compared: a book need not have them."""
        said = {
            "service_code": (self.service.code, kept.service_code),
            "channel": (self.channel, kept.channel),
            "issued_on": (self.issued_on, kept.issued_on),
            "holder_name": (self.holder_name.casefold(), kept.holder_name.casefold()),
            "nib": (self.nib, kept.nib),
            "valid_until": (self.valid_until, kept.valid_until),
        }
        return next((name for name, (own, other) in said.items() if own != other), None)


def read_recorded(
    number: int, row: Mapping[str, object], services: Mapping[str, Service], *, today: date
) -> RecordedLicence | list[tuple[str, str]]:
    """The licence, or the faults as (field, code)."""
    found: dict[str, object] = {}
    faults: list[tuple[str, str]] = []
    for field, (read, is_required) in _FIELDS.items():
        cell = row.get(field)
        try:
            if cells.is_blank(cell):
                if is_required:
                    raise CellFault("missing")
                continue
            found[field] = read(cell)
        except CellFault as fault:
            faults.append((field, fault.code))
    service = services.get(str(found.get("service_code", "")).upper())
    if "service_code" in found and service is None:
        faults.append(("service_code", "unknown"))
    faults += _wrong_days(found, today) + _wrong_nik(found, today)
    if faults or service is None:
        return faults
    del found["service_code"]
    return RecordedLicence(row=number, service=service, **found)  # type: ignore[arg-type]


def _wrong_days(found: Mapping[str, object], today: date) -> list[tuple[str, str]]:
    issued_on, valid_until = found.get("issued_on"), found.get("valid_until")
    faults: list[tuple[str, str]] = []
    if isinstance(issued_on, date):
        if issued_on > today:
            faults.append(("issued_on", "in_future"))
        if issued_on < FIRST_DAY:
            faults.append(("issued_on", "not_a_date"))
        if isinstance(valid_until, date) and valid_until < issued_on:
            faults.append(("valid_until", "before_issue"))
    return faults


def _wrong_nik(found: Mapping[str, object], today: date) -> list[tuple[str, str]]:
    nik = found.get("holder_nik")
    try:
        if isinstance(nik, str):
            check_nik(nik, today=today)
    except NikNotValid:
        return [("holder_nik", "not_valid")]
    return []


def _channel(cell: object) -> Channel:
    try:
        return Channel(str(cell).strip().upper())
    except ValueError:
        raise CellFault("unknown") from None


def _end(cell: object) -> date | None:
    if isinstance(cell, str) and " ".join(cell.casefold().split()) in _WITHOUT_END:
        return None
    return cells.day(cell)


def _line(cell: object) -> str:
    return cells.line(cell, longest=LONGEST_LINE)


# What is read of each field, and whether it must be there.
_FIELDS: Mapping[str, tuple[Callable[[object], object], bool]] = {
    "service_code": (_line, True),
    "channel": (_channel, True),
    "number": (_line, True),
    "issued_on": (cells.day, True),
    "holder_name": (_line, True),
    "nib": (lambda cell: cells.digits(cell, length=NIB_DIGITS), False),
    "valid_until": (_end, False),
    "holder_nik": (lambda cell: cells.digits(cell, length=NIK_DIGITS), False),
    "holder_address": (lambda cell: cells.line(cell, longest=LONGEST_ADDRESS), False),
}
FIELDS = tuple(_FIELDS)
REQUIRED = tuple(field for field, (_, is_required) in _FIELDS.items() if is_required)
