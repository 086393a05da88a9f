"""A report as a letter file that an officer can edit: headings, numbered captions, plain tables."""

import io

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt

from reporting_service.adapters.documents.shape import (
    ANNEX,
    is_numeric,
    printed_rows,
    printed_totals,
    sections_of,
    title_of,
)
from reporting_service.domain.report import QuarterlyReport, lettered
from reporting_service.domain.table import NOT_AVAILABLE, Table

_TABLE_POINTS = 8
_NOTE_POINTS = 8


def render_docx(report: QuarterlyReport) -> bytes:
    """The report with cover, sections and closing lists."""
    document = Document()
    document.core_properties.title = title_of(report)
    document.core_properties.author = report.letterhead.name
    _cover(document, report)
    for section in sections_of(report):
        document.add_heading(section.heading, level=section.level)
        if section.intro:
            document.add_paragraph(section.intro)
        for table in section.tables:
            _table(document, table)
    _closing(document, report)
    if report.annexes:
        document.add_heading(ANNEX, level=1)
        for table in report.annexes:
            _table(document, table)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _cover(document: DocumentFile, report: QuarterlyReport) -> None:
    document.add_heading(title_of(report), level=0)
    document.add_paragraph(report.letterhead.name)
    for line in report.letterhead.lines:
        document.add_paragraph(line)
    edition = "Draf: belum diterbitkan" if report.publication is None else f"Edisi {report.edition}"
    document.add_paragraph(edition)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _table(document: DocumentFile, table: Table) -> None:
    caption = document.add_paragraph(f"Tabel {table.number}. {table.title}", style="Caption")
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if not table.is_available:
        document.add_paragraph(NOT_AVAILABLE)
        return
    grid = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    right = [is_numeric(table, place) for place in range(len(table.columns))]
    # Cells are looked up once per row: by coordinates each look-up walks the whole table.
    for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
        run = cell.paragraphs[0].add_run(column)
        run.bold = True
        run.font.size = Pt(_TABLE_POINTS)
    for row in printed_rows(table):
        for place, (cell, text) in enumerate(zip(grid.add_row().cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).font.size = Pt(_TABLE_POINTS)
            if right[place]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for name, value in printed_totals(table).items():
        document.add_paragraph(f"{name}: {value}").runs[0].bold = True
    for note in (*table.notes, table.method, f"Sumber: {table.source}"):
        document.add_paragraph().add_run(note).font.size = Pt(_NOTE_POINTS)


def _closing(document: DocumentFile, report: QuarterlyReport) -> None:
    document.add_heading("IV. Penutup", level=1)
    for heading, entries in zip(("4.1 Kesimpulan", "4.2 Saran"), report.closing, strict=True):
        document.add_heading(heading, level=2)
        for letter, entry in lettered(entries):
            document.add_paragraph(f"{letter}. {entry}")
        if not entries:
            document.add_paragraph("-")
    if report.publication is not None:
        signatory = report.publication.signatory
        document.add_paragraph(f"{report.letterhead.name}\n{signatory.position},\n\n\n")
        for line in (signatory.name, signatory.rank, f"NIP. {signatory.nip}"):
            document.add_paragraph(line)
