"""The extract of licences that goes with a reply, as a workbook. Texts stay texts."""

import io
from datetime import UTC, datetime

import xlsxwriter  # type: ignore[import-untyped]

from reporting_service.domain.data_request import DataRequest

_HEADS = ("No", "Nomor izin", "Layanan", "Kanal", "Tanggal terbit", "NIB")
_FIELDS = ("number", "service_code", "channel", "issued_on", "nib")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def render_extract(request: DataRequest) -> bytes:
    """Only the fields that the reply discloses, in the order of the register."""
    reply = request.reply
    assert reply is not None
    shown = [place for place, name in enumerate(_FIELDS) if name in reply.disclosure.fields]
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"created": _EPOCH.replace(tzinfo=None)})
        sheet = workbook.add_worksheet("Rincian izin")
        sheet.write_string(0, 0, f"Lampiran surat nomor {reply.number}")
        for column, head in enumerate((_HEADS[0], *(_HEADS[place + 1] for place in shown))):
            sheet.write_string(2, column, head)
        for at, line in enumerate(reply.disclosure.extract, start=1):
            sheet.write_number(2 + at, 0, at)
            for column, place in enumerate(shown, start=1):
                value = getattr(line, _FIELDS[place])
                sheet.write_string(2 + at, column, "" if value is None else str(value))
    return content.getvalue()
