"""How a report is divided for reading on paper: sections and tables in the source's order."""

from dataclasses import dataclass

from reporting_service.domain.labels import quarter_label
from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands under it. `level` is 1 for a chapter."""

    level: int
    heading: str
    intro: str = ""
    tables: tuple[Table, ...] = ()


_LAYOUT: tuple[tuple[int, str, str, tuple[str, ...]], ...] = (
    (1, "II. Penyelenggaraan Pelayanan Publik", "", ()),
    (
        2,
        "2.1 Rekapitulasi Perizinan Berusaha dan Non Perizinan",
        "{local}",
        ("licences_manual", "licences_oss", "licences_sicantik", "licences_mppd"),
    ),
    (2, "2.2 Rencana dan Realisasi Investasi", "", ("investment_pmdn", "investment_pma")),
    (2, "2.3 Layanan Pengaduan", "", ("complaints",)),
    (2, "2.4 Layanan Informasi", "", ("data_requests_opd", "data_requests_other")),
    (
        2,
        "2.5 Layanan Survei Kepuasan Masyarakat",
        "",
        ("survey_responses", "survey_index"),
    ),
    (
        1,
        "III. Evaluasi Kinerja Pelayanan Terpadu Satu Pintu (PTSP)",
        "",
        ("obstacles",),
    ),
)


ANNEX = "Lampiran"


def title_of(report: QuarterlyReport) -> str:
    """`Laporan Kinerja PTSP Triwulan II (Dua) Tahun 2024`."""
    return f"Laporan Kinerja PTSP {quarter_label(report.quarter, report.year)}"


def sections_of(report: QuarterlyReport) -> tuple[Section, ...]:
    """Every table in its section."""
    by_id = {table.id: table for table in report.tables}
    local = report.locally_handled
    words = f"Izin yang ditangani kantor: {local.label} = {local.count} izin."
    return tuple(
        Section(
            level=level,
            heading=heading,
            intro=intro.format(local=words),
            tables=tuple(by_id[table_id] for table_id in table_ids),
        )
        for level, heading, intro, table_ids in _LAYOUT
    )


def is_numeric(table: Table, place: int) -> bool:
    """Whether every cell of a column is a number: such columns are aligned to the right."""
    cells = [row[place] for row in table.rows if row[place]]
    return bool(cells) and all(cell.replace(".", "", 1).isdecimal() for cell in cells)


def printed_number(text: str) -> str:
    """A decimal string as it is written in Indonesian: `576145.90` becomes `576.145,90`."""
    whole, sign, decimals = text.partition(".")
    if not whole.isdecimal():
        return text
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{decimals}" if sign else grouped


def printed_rows(table: Table) -> list[list[str]]:
    """The rows with the numbers of numeric columns as they are written."""
    numeric = [is_numeric(table, place) for place in range(len(table.columns))]
    return [
        [
            printed_number(cell) if is_number else cell
            for cell, is_number in zip(row, numeric, strict=True)
        ]
        for row in table.rows
    ]


def printed_totals(table: Table) -> dict[str, str]:
    """The totals as they are written."""
    return {name: printed_number(value) for name, value in table.totals.items()}
