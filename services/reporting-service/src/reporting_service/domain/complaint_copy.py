"""The office's own copy of a report: its register of complaints with parties, matter and what was
done, in the columns of the source (002, 2.3). Every other figure stands as it is in the report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.table import Table

NOTICE = "Salinan kantor \u2014 memuat data pribadi, tidak untuk dipublikasikan"
COLUMNS = (
    "No",
    "Nama Pelaku Usaha Perorangan / Non Perorangan",
    "Nama Pemohon/Pelapor",
    "Tgl/Waktu Pengaduan",
    "Materi Konsultasi / Pengaduan",
    "Penyelesaian / Tindak Lanjut",
    "Status",
)
_TABLE = "complaints"
_NUMBER = "Nomor"
_SHOWN_NO_LONGER = "tidak ada lagi dalam register"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintEntry:
    """An entry as the register words it, with its present status."""

    number: str
    businesses: str
    complainant: str
    filed: str
    matter: str
    follow_up: str
    status: str


def complaint_numbers(report: QuarterlyReport) -> tuple[str, ...]:
    """The numbers of the entries that stand in the report."""
    return tuple(
        cells[_NUMBER]
        for table in report.tables
        if table.id == _TABLE
        for cells in _cells(table)
        if cells.get(_NUMBER)
    )


def office_copy(report: QuarterlyReport, entries: Mapping[str, ComplaintEntry]) -> QuarterlyReport:
    """The report with its complaints completed by number. An entry that the register does not
    show keeps its row with what the report knows of it."""
    tables = tuple(_completed(one, entries) if one.id == _TABLE else one for one in report.tables)
    return replace(report, tables=tables, notice=NOTICE)


def _completed(table: Table, entries: Mapping[str, ComplaintEntry]) -> Table:
    rows = tuple(
        (cells["No"], *_row(cells, entries.get(cells.get(_NUMBER, "")))) for cells in _cells(table)
    )
    return replace(
        table,
        columns=COLUMNS,
        rows=rows,
        notes=("Nama, materi, dan tindak lanjut sebagaimana register pada saat salinan dibuat.",),
    )


def _row(cells: Mapping[str, str], entry: ComplaintEntry | None) -> Sequence[str]:
    status = "; ".join(filter(None, (cells.get("Status", ""), cells.get("Keterangan", ""))))
    if entry is None:
        filed = f"{cells.get('Tanggal', '')} ({cells.get(_NUMBER, '')})"
        matter = ": ".join(filter(None, (cells.get("Jenis", ""), cells.get("Dasar", ""))))
        return ("", _SHOWN_NO_LONGER, filed, matter, "", status)
    if not status.lower().startswith(entry.status.lower()):
        status = f"{status}\nKini: {entry.status}"
    return (
        entry.businesses,
        entry.complainant,
        entry.filed,
        entry.matter,
        entry.follow_up,
        status,
    )


def _cells(table: Table) -> Sequence[Mapping[str, str]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
