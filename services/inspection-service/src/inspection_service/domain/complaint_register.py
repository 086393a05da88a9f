"""A row of an office's old register of complaints, as it was kept before this system.

Each wrong cell is named by row and column. Who complained and what was said is kept sealed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from inspection_service.domain.complaint import (
    Complainant,
    ComplainantKind,
    ComplaintStatus,
    Ground,
    Outcome,
    RegisterKind,
    Story,
    Subject,
)
from inspection_service.domain.complaint_party import Party
from shared.documents.cells import CellFault, day
from shared.imports.columns import Columns, Header
from shared.imports.rows import RowError

COLUMNS = Columns(
    names={
        "number": ("number", "nomor", "no", "no.", "nomor register", "no register"),
        "kind": ("kind", "jenis", "jenis layanan"),
        "subject": ("subject", "terlapor", "subjek"),
        "business": (
            "business",
            "pelaku usaha",
            "nama pelaku usaha",
            "nama pelaku usaha perorangan / non perorangan",
        ),
        "nib": ("nib",),
        "ground": ("ground", "dasar", "dasar pengaduan", "substansi"),
        "filed_at": (
            "filed_at",
            "tgl/waktu",
            "tgl/waktu pengaduan",
            "tgl/waktu/ pengaduan",
            "tanggal",
            "tgl",
            "tanggal pengaduan",
        ),
        "description": (
            "description",
            "materi",
            "materi pengaduan",
            "materi konsultasi / pengaduan",
            "uraian",
            "isi pengaduan",
        ),
        "complainant": (
            "complainant",
            "pemohon/pelapor",
            "nama pemohon/pelapor",
            "pelapor",
            "nama pelapor",
            "pengadu",
        ),
        "email": ("email", "e-mail", "surel"),
        "phone": ("phone", "telepon", "no hp", "no. hp", "nomor telepon"),
        "status": ("status",),
        "verified_at": ("verified_at", "tanggal verifikasi", "tgl verifikasi"),
        "resolved_at": ("resolved_at", "tanggal selesai", "tgl selesai"),
        "outcome": ("outcome", "hasil", "tindak lanjut"),
        "settlement": ("settlement", "penyelesaian", "penyelesaian / tindak lanjut"),
    },
    required=("number", "kind", "filed_at", "description", "status"),
)

_KINDS: Mapping[str, RegisterKind] = MappingProxyType(
    {one.value: one for one in RegisterKind}
    | {"pengaduan": RegisterKind.COMPLAINT, "konsultasi": RegisterKind.CONSULTATION}
)
_SUBJECTS: Mapping[str, Subject] = MappingProxyType(
    {one.value: one for one in Subject}
    | {
        "pelaku usaha": Subject.BUSINESS,
        "instansi": Subject.INSTITUTION,
        "lembaga": Subject.INSTITUTION,
        "petugas": Subject.OFFICIAL,
        "aparatur": Subject.OFFICIAL,
    }
)
_GROUNDS: Mapping[str, Ground] = MappingProxyType(
    {one.value: one for one in Ground}
    | {
        "perizinan": Ground.LICENSING,
        "standar": Ground.STANDARDS,
        "pengawasan": Ground.SUPERVISION,
        "penyalahgunaan sistem": Ground.SYSTEM_MISUSE,
    }
)
_STATUSES: Mapping[str, ComplaintStatus] = MappingProxyType(
    {one.value: one for one in ComplaintStatus}
    | {
        "diterima": ComplaintStatus.RECEIVED,
        "proses": ComplaintStatus.IN_PROGRESS,
        "dalam proses": ComplaintStatus.IN_PROGRESS,
        "menunggu pelapor": ComplaintStatus.AWAITING_COMPLAINANT,
        "menunggu pelaku usaha": ComplaintStatus.AWAITING_BUSINESS,
        "selesai": ComplaintStatus.RESOLVED,
        "ditolak": ComplaintStatus.REJECTED,
    }
)
_OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {one.value: one for one in Outcome}
    | {
        "dijawab": Outcome.ANSWERED,
        "pembinaan": Outcome.GUIDANCE,
        "sanksi": Outcome.SANCTION,
        "tanpa tindakan": Outcome.NO_MEASURE,
        "ditolak": Outcome.REJECTED,
    }
)
_DAY = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}(?:[/.-]\d{1,2}[/.-]|[ -]+[A-Za-z]{3,9}[ -]+)\d{4}"
)
_TIME = re.compile(r"\b([01]?\d|2[0-3])[.:]([0-5]\d)(?::[0-5]\d)?\b")
_NIB = re.compile(r"[0-9]{13}")
MAX_LINE = 300
MAX_PROSE = 10_000
MAX_NUMBER = 60

_WordT = TypeVar("_WordT")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One entry as the old register has it; `reference` is its number there."""

    row: int
    reference: str
    kind: RegisterKind
    status: ComplaintStatus
    filed_at: datetime
    story: Story = field(repr=False)
    subject: Subject | None = None
    nib: str | None = None
    ground: Ground | None = None
    verified_at: datetime | None = None
    resolved_at: datetime | None = None
    outcome: Outcome | None = None
    settlement: str = field(default="", repr=False)


def read_entry(
    row: Mapping[str, str], *, number: int, header: Header, zone: ZoneInfo, before: date
) -> RegisterEntry | list[RowError]:
    """The row's entry, or every cell of it that is wrong. What is entered here was filed before
    the day `before`: later entries are made in the register itself."""
    reader = _Reader(row, number, header, zone, before)
    kind = reader.word("kind", _KINDS)
    status = reader.word("status", _STATUSES)
    is_complaint = kind is RegisterKind.COMPLAINT
    subject = reader.word("subject", _SUBJECTS, required=is_complaint)
    ground = reader.word("ground", _GROUNDS, required=is_complaint)
    is_closed = status is not None and not status.is_open
    filed_at = reader.moment("filed_at", required=True)
    verified_at = reader.moment("verified_at", after=filed_at)
    resolved_at = reader.moment("resolved_at", required=is_closed, after=verified_at or filed_at)
    outcome = reader.word("outcome", _OUTCOMES, required=is_closed)
    reference = reader.text("number", MAX_NUMBER, required=True)
    nib = reader.text("nib", MAX_LINE)
    if nib and not _NIB.fullmatch(nib):
        reader.refuse("nib", "nib")
    story = _story(reader, nib or None)
    settlement = reader.text("settlement", MAX_PROSE)
    if is_closed and outcome is not None:
        is_rejected = status is ComplaintStatus.REJECTED
        if is_rejected is not (outcome is Outcome.REJECTED):
            reader.refuse("outcome", "differs_from_status")
    if reader.errors or kind is None or status is None or filed_at is None:
        return reader.errors
    return RegisterEntry(
        row=number,
        reference=reference,
        kind=kind,
        status=status,
        filed_at=filed_at,
        story=story,
        subject=subject,
        nib=nib or None,
        ground=ground,
        verified_at=verified_at,
        resolved_at=resolved_at if is_closed else None,
        outcome=outcome if is_closed else None,
        settlement=settlement,
    )


def _story(reader: "_Reader", nib: str | None) -> Story:
    said = reader.text("description", MAX_PROSE, required=True)
    business = reader.text("business", MAX_LINE)
    told = {name: reader.text(name, MAX_LINE) or None for name in ("email", "phone")}
    return Story(
        description=said,
        businesses=(Party(name=business, nib=nib),) if business else (),
        complainant=Complainant(
            kind=ComplainantKind.PUBLIC,
            name=reader.text("complainant", MAX_LINE) or None,
            **told,
        ),
    )


class _Reader:
    """Reads a row's cells and notes what is wrong with them."""

    def __init__(
        self,
        row: Mapping[str, str],
        number: int,
        header: Header,
        zone: ZoneInfo,
        before: date,
    ) -> None:
        self._row = row
        self._number = number
        self._header = header
        self._zone = zone
        self._before = before
        self.errors: list[RowError] = []

    def refuse(self, column: str, code: str) -> None:
        """Names a cell as wrong."""
        self.errors.append(self._header.error(self._number, column, code))

    def text(self, column: str, longest: int, *, required: bool = False) -> str:
        """The cell as it reads."""
        text = self._row.get(column, "").strip()
        if len(text) > longest:
            self.refuse(column, "too_long")
        elif required and not text:
            self.refuse(column, "missing")
        return text

    def word(
        self, column: str, words: Mapping[str, _WordT], *, required: bool | None = None
    ) -> _WordT | None:
        """What the cell's word stands for."""
        text = self._row.get(column, "").strip().casefold()
        if not text:
            if required is not False:
                self.refuse(column, "missing")
            return None
        found = words.get(text)
        if found is None:
            self.refuse(column, "unknown")
        return found

    def moment(
        self, column: str, *, required: bool = False, after: datetime | None = None
    ) -> datetime | None:
        """The cell's day, with its time where it has one, at the office."""
        text = self._row.get(column, "").strip()
        if not text:
            if required:
                self.refuse(column, "missing")
            return None
        found = _moment(text, self._zone)
        if found is None:
            self.refuse(column, "date")
        elif self._day(found) >= self._before:
            self.refuse(column, "not_before_import")
        elif after is not None and self._day(found) < self._day(after):
            self.refuse(column, "order")
        return found

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    """`Jumat, 19 April 2024, 08:03` and the like; a day alone is its first moment."""
    found = _DAY.search(text)
    if found is None:
        return None
    at = _TIME.search(text, found.end())
    try:
        clock = time(int(at[1]), int(at[2])) if at else time()
        return datetime.combine(day(found[0]), clock, tzinfo=zone).astimezone(UTC)
    except CellFault:
        return None
