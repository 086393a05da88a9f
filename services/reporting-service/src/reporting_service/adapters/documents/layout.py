"""How a report is laid out: chapters and sections in the source's order, with what stands in them.

Every form for reading follows this one layout, so that lists and bodies agree in each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reporting_service.adapters.documents import wording
from reporting_service.domain.chart import Chart, charts_of
from reporting_service.domain.report import QuarterlyReport, lettered
from reporting_service.domain.table import Table

ANNEX = "Lampiran"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; `small` is a note."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A list, each entry with its letter or code."""

    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Where the Head signs."""


Block = Paragraph | Entries | Table | Chart | SignatureBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands under it. `level` is 1 for a chapter."""

    level: int
    heading: str
    blocks: tuple[Block, ...] = ()


class _Layout:
    """Finds a table, and its figure where it has one."""

    def __init__(self, report: QuarterlyReport) -> None:
        self._tables = {one.id: one for one in (*report.tables, *report.annexes)}
        self._charts = {one.table_id: one for one in charts_of(report.tables)}

    def table(self, table_id: str) -> Table:
        return self._tables[table_id]

    def refer(self, table_id: str, words: str) -> tuple[str, ...]:
        """A sentence that leads to a table of the annexes, where the report has it."""
        table = self._tables.get(table_id)
        return () if table is None else (f"{words} Tabel {table.number}.",)

    def drawn(self, *table_ids: str) -> tuple[Block, ...]:
        """Tables, each followed by its figure."""
        blocks: list[Block] = []
        for table_id in table_ids:
            blocks.append(self._tables[table_id])
            if table_id in self._charts:
                blocks.append(self._charts[table_id])
        return tuple(blocks)


def sections_of(report: QuarterlyReport) -> tuple[Section, ...]:
    """The report from its first chapter to its annexes."""
    layout = _Layout(report)
    annexes = (Section(level=1, heading=ANNEX, blocks=report.annexes),) if report.annexes else ()
    return (
        *_introduction(report, layout),
        *_licences(report, layout),
        *_investment(report, layout),
        *_registers(report, layout),
        *_survey(report, layout),
        Section(
            level=1,
            heading="III. Evaluasi Kinerja Pelayanan Terpadu Satu Pintu (PTSP)",
        ),
        Section(
            level=2,
            heading=f"3.1 {report.letterhead.name}",
            blocks=(Paragraph(text=wording.evaluation_intro(report)), *layout.drawn("obstacles")),
        ),
        *_closing(report, layout),
        *annexes,
    )


def _paragraphs(texts: Sequence[str]) -> tuple[Block, ...]:
    return tuple(Paragraph(text=text) for text in texts)


def _introduction(report: QuarterlyReport, layout: _Layout) -> tuple[Section, ...]:
    note = wording.legal_note(report)
    bases: tuple[Block, ...] = (
        Paragraph(
            text=f"Landasan hukum penyusunan Laporan Kinerja PTSP {wording.quarter_of(report)}"
            f" {report.letterhead.name} adalah sebagai berikut:"
        ),
        Entries(entries=lettered([f"{one.citation};" for one in report.legal_bases])),
        *((Paragraph(text=note, small=True),) if note else ()),
    )
    purpose: tuple[Block, ...] = (Entries(entries=wording.purpose(report)),)
    if report.annexes:
        compared = wording.against_targets(layout.table("targets"), layout.table("documents"))
        purpose = (*purpose, Paragraph(text=compared))
    return (
        Section(level=1, heading="I. Pendahuluan"),
        Section(
            level=2, heading="1.1 Latar Belakang", blocks=_paragraphs(wording.background(report))
        ),
        Section(level=2, heading="1.2 Landasan Hukum", blocks=bases),
        Section(level=2, heading="1.3 Maksud dan Tujuan", blocks=purpose),
    )


def _licences(report: QuarterlyReport, layout: _Layout) -> tuple[Section, ...]:
    channels = (
        ("A. Rekap Laporan Non Perizinan Non OSS", "licences_manual"),
        ("B. Rekap Laporan Penerbitan Perizinan melalui OSS", "licences_oss"),
        ("C. Rekap Laporan Penerbitan Perizinan melalui SiCantik", "licences_sicantik"),
        ("D. Rekap Laporan Penerbitan Perizinan melalui MPP Digital", "licences_mppd"),
    )
    return (
        Section(level=1, heading="II. Penyelenggaraan Pelayanan Publik"),
        Section(
            level=2,
            heading="2.1 Rekapitulasi Perizinan Berusaha dan Non Perizinan",
            blocks=_paragraphs(wording.recaps_intro(report)),
        ),
        *(
            Section(level=3, heading=heading, blocks=layout.drawn(table_id))
            for heading, table_id in channels
        ),
    )


def _investment(report: QuarterlyReport, layout: _Layout) -> tuple[Section, ...]:
    planned = layout.refer("investment_plan", wording.PLANNED)
    return (
        Section(
            level=2,
            heading="2.2 Rencana dan Realisasi Investasi",
            blocks=_paragraphs([" ".join((wording.investment_intro(report), *planned))]),
        ),
        Section(
            level=3,
            heading="A. Realisasi Investasi PMDN Per Sektor",
            blocks=layout.drawn("investment_pmdn"),
        ),
        Section(
            level=3,
            heading="B. Realisasi Investasi PMA Per Sektor",
            blocks=layout.drawn("investment_pma"),
        ),
    )


def _registers(report: QuarterlyReport, layout: _Layout) -> tuple[Section, ...]:
    return (
        Section(
            level=2,
            heading="2.3 Layanan Pengaduan",
            blocks=(
                Paragraph(text=wording.complaints_intro(report)),
                *layout.drawn("complaints"),
            ),
        ),
        Section(
            level=2,
            heading="2.4 Layanan Informasi",
            blocks=_paragraphs([wording.information_intro(report)]),
        ),
        Section(
            level=3,
            heading="A. Permintaan Data dari OPD Teknis",
            blocks=layout.drawn("data_requests_opd"),
        ),
        Section(
            level=3,
            heading="B. Permintaan Data dari Non OPD Teknis",
            blocks=layout.drawn("data_requests_other"),
        ),
    )


def _survey(report: QuarterlyReport, layout: _Layout) -> tuple[Section, ...]:
    beside = wording.beside_the_print(layout.table("survey_index"))
    return (
        Section(level=2, heading="2.5 Layanan Survei Kepuasan Masyarakat"),
        Section(
            level=3,
            heading="A. Pengelolaan Survei Kepuasan Masyarakat Per Responden",
            blocks=(
                Paragraph(text=wording.survey_intro(report)),
                Entries(entries=wording.elements()),
                *layout.drawn("survey_responses"),
            ),
        ),
        Section(
            level=3,
            heading="B. Hasil Survei Kepuasan Masyarakat",
            blocks=(
                Paragraph(text=wording.survey_result(layout.table("survey_index"))),
                *_paragraphs([beside] if beside else []),
                *_paragraphs(layout.refer("respondents", "Profil responden disajikan pada")),
                *layout.drawn("survey_index"),
                Paragraph(text=wording.grades(), small=True),
            ),
        ),
    )


def _closing(report: QuarterlyReport, layout: _Layout) -> tuple[Section, ...]:
    actions, suggestions = report.closing
    conclusions = _paragraphs(wording.conclusions(report))
    if actions:
        conclusions = (
            *conclusions,
            Paragraph(text=_actions_lead(report, layout)),
            Entries(entries=lettered(actions)),
        )
    else:
        conclusions = (*conclusions, Paragraph(text="Belum ada rencana aksi."))
    suggested: Block = (
        Entries(entries=lettered(suggestions))
        if suggestions
        else Paragraph(text="Belum ada saran.")
    )
    return (
        Section(level=1, heading="IV. Penutup"),
        Section(level=2, heading="4.1 Kesimpulan", blocks=conclusions),
        Section(level=2, heading="4.2 Saran", blocks=(suggested, SignatureBlock())),
    )


def _actions_lead(report: QuarterlyReport, layout: _Layout) -> str:
    lead = "Dalam rangka peningkatan pelayanan terpadu satu pintu, rencana aksi berikut dilakukan"
    if not report.annexes:
        return f"{lead}:"
    number = layout.table("action_plan").number
    return f"{lead} (pelaksana, tenggat, dan keadaannya pada Tabel {number}):"
