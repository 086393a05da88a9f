"""A report as a letter file that an officer can edit: real headings, captions that number
themselves, tables whose heads come again on each page, figures with their alternative texts."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as TextParagraph

from reporting_service.adapters.documents import wording
from reporting_service.adapters.documents.as_svg import draw
from reporting_service.adapters.documents.layout import (
    Block,
    Entries,
    Paragraph,
    Section,
    SignatureBlock,
    sections_of,
)
from reporting_service.adapters.documents.shape import on_paper, shares, title_of
from reporting_service.domain.chart import Chart
from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.table import NOT_AVAILABLE, Table

# From a drawing to a picture that a word processor shows.
Picture = Callable[[str], bytes]

_TABLE_POINTS = 8.5
_NOTE_POINTS = 8
_PICTURE_WIDTH = Cm(15.5)
_LINE_WIDTH = Cm(16.5)
_MOST_SHARE = 34
_MANY_COLUMNS = 6
_CROWDED_SHARE = 14
_CROWDED_POINTS = 7
# What stands free on both sides of a text, in letters.
_CELL_MARGIN = 5
_GREY = RGBColor(0x3F, 0x3F, 0x3F)
_HEAD_FILL = "DFE9F4"
_SUM_FILL = "F1F4F8"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
# The oldest moment that an archive can write down.
_ARCHIVED_AT = (1980, 1, 1, 0, 0, 0)


def render_docx(report: QuarterlyReport, picture: Picture) -> bytes:
    """The whole report. Same report, same bytes: the file carries no moment of its making."""
    document = Document()
    _prepare(document, report)
    sections = sections_of(report)
    _front(document, report, sections)
    writer = _Writer(document, report, picture)
    for section in sections:
        document.add_heading(section.heading, level=section.level)
        for block in section.blocks:
            writer.write(block)
    content = io.BytesIO()
    document.save(content)
    return _without_moments(content.getvalue())


def _prepare(document: DocumentFile, report: QuarterlyReport) -> None:
    properties = document.core_properties
    properties.title = title_of(report)
    properties.author = report.letterhead.name
    properties.language = "id-ID"
    properties.created = properties.modified = _EPOCH.replace(tzinfo=None)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(2.5), Cm(2)
    page.top_margin = page.bottom_margin = Cm(2.2)
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    if report.notice:
        head = page.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        head.add_run(report.notice).bold = True
    footer = page.footer.paragraphs[0]
    footer.add_run(f"{title_of(report)} — {report.letterhead.name}  ").font.size = Pt(_NOTE_POINTS)
    _field(footer, "PAGE", "1")


def _front(document: DocumentFile, report: QuarterlyReport, sections: tuple[Section, ...]) -> None:
    """Cover, foreword and the three lists, whose entries stand there before a field is updated."""
    _centred(document, f"Pemerintah {report.office.regency}".upper())
    _centred(document, report.letterhead.name.upper(), bold=True)
    document.add_heading(title_of(report), level=0)
    _centred(document, f"Periode {wording.period_of(report)}")
    for line in report.letterhead.lines:
        _centred(document, line)
    publication = report.publication
    _centred(
        document, "Draf: belum diterbitkan" if publication is None else f"Edisi {report.edition}"
    )
    if publication is not None and publication.changes:
        _centred(document, f"Perubahan: {publication.changes}")
    if report.notice:
        _centred(document, report.notice, bold=True)
    document.add_heading("Kata Pengantar", level=1)
    for text in wording.foreword(report):
        document.add_paragraph(text)
    _signature(document, report)
    document.add_heading("Daftar Isi", level=1)
    _list(document, 'TOC \\o "1-2" \\h', [one.heading for one in sections if one.level <= 2])
    blocks = [block for section in sections for block in section.blocks]
    document.add_heading("Daftar Tabel", level=2)
    tables = [f"Tabel {one.number}. {one.title}" for one in blocks if isinstance(one, Table)]
    _list(document, 'TOC \\h \\c "Tabel"', tables)
    document.add_heading("Daftar Gambar", level=2)
    charts = [f"Gambar {one.number}. {one.title}" for one in blocks if isinstance(one, Chart)]
    _list(document, 'TOC \\h \\c "Gambar"', charts)


class _Writer:
    """Writes blocks at the document's end."""

    def __init__(self, document: DocumentFile, report: QuarterlyReport, picture: Picture) -> None:
        self._document = document
        self._report = report
        self._picture = picture

    def write(self, block: Block) -> None:
        """One block of the layout."""
        match block:
            case Paragraph():
                _text(self._document, block.text, small=block.small)
            case Entries():
                for label, entry in block.entries:
                    paragraph = self._document.add_paragraph(f"{label}.\t{entry}")
                    paragraph.paragraph_format.left_indent = Cm(0.9)
                    paragraph.paragraph_format.first_line_indent = Cm(-0.9)
            case Chart():
                self._chart(block)
            case SignatureBlock():
                _signature(self._document, self._report)
            case Table():
                _table(self._document, block, self._report.office.zone)

    def _chart(self, chart: Chart) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(
            io.BytesIO(self._picture(draw(chart))), width=_PICTURE_WIDTH
        )
        properties = shape._inline.docPr
        properties.set("descr", chart.alternative)
        properties.set("name", f"Gambar {chart.number}")
        _caption(self._document, "Gambar", chart.number, chart.title)


def _table(document: DocumentFile, table: Table, zone: ZoneInfo) -> None:
    caption = _caption(document, "Tabel", table.number, table.title)
    caption.paragraph_format.keep_with_next = True
    printed = on_paper(table, zone)
    if not table.is_available:
        document.add_paragraph(NOT_AVAILABLE)
    else:
        most = _CROWDED_SHARE if len(printed.columns) > _MANY_COLUMNS else _MOST_SHARE
        letters = shares(printed.columns, printed.rows, most=most, margin=_CELL_MARGIN)
        widths = [Emu(int(_LINE_WIDTH * share / sum(letters))) for share in letters]
        grid = document.add_table(rows=1, cols=len(printed.columns), style="Table Grid")
        grid.autofit = False
        # A further row is a copy of the one before: its cells are as wide.
        for cell, width in zip(grid.rows[0].cells, widths, strict=True):
            cell.width = width
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        _fill(grid.rows[0], printed.columns, bold=True, fill=_HEAD_FILL)
        _repeat(grid.rows[0])
        for place, row in enumerate(printed.rows):
            strong = place in printed.strong
            fill = _SUM_FILL if strong else ""
            _fill(grid.add_row(), row, right=printed.numeric, bold=strong, fill=fill)
        if printed.total_row:
            last = grid.add_row()
            _fill(last, printed.total_row, right=printed.numeric, bold=True, fill=_SUM_FILL)
    if printed.beside:
        sums = "; ".join(f"{name}: {value}" for name, value in printed.beside)
        document.add_paragraph().add_run(sums).bold = True
    for note in printed.notes:
        _text(document, note, small=True)


def _fill(
    row: _Row,
    texts: tuple[str, ...],
    *,
    right: tuple[bool, ...] = (),
    bold: bool = False,
    fill: str = "",
) -> None:
    # Cells are looked up once per row: by coordinates each look-up walks the whole table.
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size = Pt(_TABLE_POINTS if len(texts) <= _MANY_COLUMNS else _CROWDED_POINTS)
        run.bold = bold or None
        if right and right[place]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if fill:
            _shade(cell, fill)


def _shade(cell: _Cell, fill: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeat(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _caption(document: DocumentFile, label: str, number: int, title: str) -> TextParagraph:
    paragraph = document.add_paragraph(f"{label} ", style="Caption")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(paragraph, f"SEQ {label} \\* ARABIC", str(number))
    paragraph.add_run(f". {title}")
    return paragraph


def _field(paragraph: TextParagraph, instruction: str, shown: str) -> None:
    """A field with what it shows until it is updated."""
    _mark(paragraph, "begin")
    _instruct(paragraph, instruction)
    _mark(paragraph, "separate")
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def _list(document: DocumentFile, instruction: str, entries: list[str]) -> None:
    """A list field over several paragraphs; page numbers come when the officer updates it."""
    for place, entry in enumerate(entries or ["-"]):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        if place == 0:
            _mark(paragraph, "begin")
            _instruct(paragraph, instruction)
            _mark(paragraph, "separate")
        paragraph.add_run(entry)
        if place == max(0, len(entries) - 1):
            _mark(paragraph, "end")


def _mark(paragraph: TextParagraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _instruct(paragraph: TextParagraph, instruction: str) -> None:
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    paragraph.add_run()._r.append(text)


def _text(document: DocumentFile, text: str, *, small: bool) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    if small:
        run.font.size = Pt(_NOTE_POINTS)
        run.font.color.rgb = _GREY
        paragraph.paragraph_format.space_after = Pt(2)


def _centred(document: DocumentFile, text: str, *, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold or None


def _signature(document: DocumentFile, report: QuarterlyReport) -> None:
    lines = [report.letterhead.name, "Kepala Dinas,", "", "", "(nama belum diisi)"]
    if report.publication is not None:
        who = report.publication.signatory
        lines = [
            report.letterhead.name,
            f"{who.position},",
            "",
            "",
            who.name,
            who.rank,
            f"NIP. {who.nip}",
        ]
    for line in lines:
        paragraph = document.add_paragraph(line)
        paragraph.paragraph_format.left_indent = Cm(8.5)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = True


def _without_moments(content: bytes) -> bytes:
    """The same archive, each of its files dated alike."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, _ARCHIVED_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, read.read(name))
    return made.getvalue()
