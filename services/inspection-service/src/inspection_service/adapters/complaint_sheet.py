"""The register of complaints as a workbook in the columns of the office's own table (source 002,
2.3), ready for paper. Texts stay texts."""

import asyncio
import io
from datetime import UTC, datetime

from inspection_service.domain.complaint_listing import ComplaintRegister
from inspection_service.domain.complaint_row import register_row
from shared.calendar.written import long_date

HEADS = (
    "No",
    "Nama Pelaku Usaha Perorangan / Non Perorangan",
    "Nama Pemohon/Pelapor",
    "Tgl/Waktu Pengaduan",
    "Materi Konsultasi / Pengaduan",
    "Penyelesaian / Tindak Lanjut",
    "Status",
)
_WIDTHS = (5, 24, 22, 20, 48, 60, 24)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_A4 = 9
_LINE_HEIGHT = 15
# What a spreadsheet allows.
_TALLEST = 409
# Lines end before a word that does not fit.
_WORD = 6


async def write_register(register: ComplaintRegister) -> bytes:
    """The register as XLSX, made off the event loop."""
    return await asyncio.to_thread(render_register, register)


def render_register(register: ComplaintRegister) -> bytes:
    """The workbook. Its properties carry no moment of their own: same register, same bytes."""
    # A large library: imported when the first such document is made, not at each start.
    import xlsxwriter  # type: ignore[import-untyped]

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    period = register.period
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"created": _EPOCH.replace(tzinfo=None)})
        bold = workbook.add_format({"bold": True, "text_wrap": True, "border": 1})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "border": 1})
        sheet = workbook.add_worksheet("Register pengaduan")
        days = f"{long_date(period.first_day)} s.d. {long_date(period.last_day)}"
        sheet.write_string(0, 0, f"Rekapitulasi laporan layanan pengaduan periode {days}")
        sheet.write_string(1, 0, register.office.name)
        for column, (head, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(3, column, head, bold)
        for number, line in enumerate(register.lines, start=1):
            sheet.write_number(3 + number, 0, number, wrapped)
            texts = register_row(line, register.office.zone)
            for column, text in enumerate(texts, start=1):
                sheet.write_string(3 + number, column, text, wrapped)
            tall = _LINE_HEIGHT * max(map(_lines, texts, _WIDTHS[1:]))
            sheet.set_row(3 + number, min(_TALLEST, tall))
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
    return content.getvalue()


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes: not every program makes room for them by itself."""
    return sum(1 + len(part) // (width - _WORD) for part in text.split("\n"))
