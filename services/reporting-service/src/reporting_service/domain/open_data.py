"""What an office gives to everybody as data: rows per month, no person in them.

A cell of fewer than five is hidden where it could tell people apart: licences by service, answers
of a month. What offices publish as counts already, and what counts no people, stays as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reporting_service.domain.kinds import Measure
from reporting_service.domain.licence_count import LicenceCount
from reporting_service.domain.recap import Recorded
from reporting_service.domain.survey import ELEMENTS, POLICY, Tally, index_of
from reporting_service.domain.table import rounded

SMALLEST_CELL = 5
Value = str | int | float | bool | None
Row = tuple[Value, ...]


class DatasetName(StrEnum):
    """What there is."""

    LICENCES = "licences"
    COUNTS = "counts"
    INDEX = "index"


class DataFormat(StrEnum):
    """How it is written."""

    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's name, the kind of its values, and what they are."""

    name: str
    kind: type[str] | type[int] | type[float] | type[bool]
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Rows of one office and period."""

    name: DatasetName
    office_code: str
    period: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


_OFFICE = Column(name="office_code", kind=str, meaning="Kode wilayah kantor (Kemendagri)")
_MONTH = Column(name="month", kind=str, meaning="Bulan, YYYY-MM, menurut waktu kantor")
_HIDDEN = Column(name="is_suppressed", kind=bool, meaning="Nilai kurang dari 5, disembunyikan")
_COMMON = (
    _OFFICE,
    _MONTH,
    Column(name="channel", kind=str, meaning="Kanal: MANUAL, SICANTIK, OSS, MPPD"),
)
COLUMNS: Mapping[DatasetName, tuple[Column, ...]] = {
    DatasetName.LICENCES: (
        *_COMMON,
        Column(name="service_code", kind=str, meaning="Kode layanan"),
        Column(name="measure", kind=str, meaning="Satuan: licences, projects, nib"),
        Column(name="count", kind=int, meaning="Jumlah yang tercatat satu per satu"),
        _HIDDEN,
    ),
    DatasetName.COUNTS: (
        *_COMMON,
        Column(name="kind", kind=str, meaning="Baris rekapitulasi"),
        Column(name="label", kind=str, meaning="Nama jenis menurut kantor"),
        Column(name="measure", kind=str, meaning="Satuan: licences, projects, nib"),
        Column(name="count", kind=int, meaning="Jumlah menurut kantor"),
        Column(name="version", kind=int, meaning="Versi angka; yang terbaru berlaku"),
    ),
    DatasetName.INDEX: (
        _OFFICE,
        _MONTH,
        Column(name="policy", kind=str, meaning="Cara hitung indeks"),
        Column(name="respondents", kind=int, meaning="Jumlah responden"),
        Column(name="ikm", kind=float, meaning="Indeks Kepuasan Masyarakat, 25-100"),
        Column(name="grade", kind=str, meaning="Mutu pelayanan, A-D"),
        *(
            Column(name=f"nrr_{code.lower()}", kind=float, meaning=f"NRR unsur {name}")
            for code, name in ELEMENTS.items()
        ),
        _HIDDEN,
    ),
}


def licences(office: str, year: int, recorded: Sequence[Recorded]) -> tuple[Row, ...]:
    """Licences, projects and NIBs that were recorded one by one."""
    return tuple(
        (office, _month(year, one.month), one.channel.value, one.kind, one.measure.value, *count)
        for one in sorted(recorded, key=lambda one: (one.month, one.channel, one.kind, one.measure))
        for count in (_shown(one.count, hides=one.measure is Measure.LICENCES),)
    )


def counts(office: str, standing: Sequence[LicenceCount]) -> tuple[Row, ...]:
    """Counts as the office gave them, the newest version of each."""
    return tuple(
        (
            office,
            _month(one.year, one.month),
            one.channel.value,
            one.kind,
            one.label,
            one.measure.value,
            one.count,
            one.version,
        )
        for one in sorted(standing, key=lambda one: (one.month, one.channel, one.kind, one.measure))
    )


def index(office: str, months: Sequence[tuple[int, int, Tally]]) -> tuple[Row, ...]:
    """The index of each month in which anybody answered."""
    return tuple((office, _month(year, month), *_index(tally)) for year, month, tally in months)


def _index(tally: Tally) -> Row:
    found = index_of(tally)
    if found is None or tally.respondents < SMALLEST_CELL:
        return (POLICY, None, None, None, *(None for _ in ELEMENTS), True)
    means = (float(rounded(one.nrr, 3)) for one in found.elements)
    return (POLICY, tally.respondents, float(found.ikm), found.grade[0], *means, False)


def _shown(count: int, *, hides: bool) -> tuple[int | None, bool]:
    is_hidden = hides and 0 < count < SMALLEST_CELL
    return (None if is_hidden else count), is_hidden


def _month(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"
