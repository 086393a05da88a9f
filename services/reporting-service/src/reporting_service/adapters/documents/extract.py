"""The extract of licences that goes with a reply, as a workbook and on paper. Texts stay texts."""

import io
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

from reporting_service.domain.data_request import DataRequest, Reply
from reporting_service.domain.edition import Letterhead
from reporting_service.domain.office import Office
from shared.documents.typesetting import Sheet

TEMPLATE = Path(__file__).with_name("extract.typ")
_HEADS = ("No", "Nomor izin", "Layanan", "Kanal", "Tanggal terbit", "NIB")
_FIELDS = ("number", "service_code", "channel", "issued_on", "nib")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def render_extract(request: DataRequest) -> bytes:
    """Only the fields that the reply discloses, in the order of the register."""
    reply = request.reply
    assert reply is not None
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"created": _EPOCH.replace(tzinfo=None)})
        sheet = workbook.add_worksheet("Rincian izin")
        sheet.write_string(0, 0, f"Lampiran surat nomor {reply.number}")
        for column, head in enumerate(_heads(reply)):
            sheet.write_string(2, column, head)
        for at, (number, *texts) in enumerate(_rows(reply), start=3):
            sheet.write_number(at, 0, int(number))
            for column, text in enumerate(texts, start=1):
                sheet.write_string(at, column, text)
    return content.getvalue()


def extract_sheet(request: DataRequest, office: Office, letterhead: Letterhead) -> Sheet:
    """The same rows as the annex of the letter, under the office's letterhead."""
    reply = request.reply
    assert reply is not None
    return Sheet(
        template=TEMPLATE,
        made_at=datetime.combine(reply.dated_on, datetime.min.time(), office.zone),
        values={
            "certificate_issuer": "",
            "office": {
                "government": f"Pemerintah {office.regency}",
                "name": letterhead.name,
                "address": ", ".join(letterhead.lines),
            },
            "number": reply.number,
            "dated_on": reply.dated_on.isoformat(),
            "subject": request.subject,
            "recipients": list(reply.recipients),
            "columns": _heads(reply),
            "rows": _rows(reply),
        },
    )


def _shown(reply: Reply) -> list[int]:
    return [place for place, name in enumerate(_FIELDS) if name in reply.disclosure.fields]


def _heads(reply: Reply) -> list[str]:
    return [_HEADS[0], *(_HEADS[place + 1] for place in _shown(reply))]


def _rows(reply: Reply) -> list[list[str]]:
    shown = _shown(reply)
    rows = []
    for at, line in enumerate(reply.disclosure.extract, start=1):
        values = [getattr(line, _FIELDS[place]) for place in shown]
        rows.append([str(at), *("" if value is None else str(value) for value in values)])
    return rows
