"""Report tables of the information service: letters in and replies out."""

from collections.abc import Sequence

from reporting_service.domain.data_request import DataRequest, Reply, RequesterType
from reporting_service.domain.table import Freshness, Table, numbered, whole
from shared.calendar.written import long_date

_TITLES = {
    RequesterType.OPD: ("data_requests_opd", "Permintaan Data dari OPD Teknis"),
    RequesterType.NON_OPD: ("data_requests_other", "Permintaan Data dari Non OPD Teknis"),
}


def data_requests_table(
    requester_type: RequesterType,
    requests: Sequence[DataRequest],
    *,
    number: int,
    period: str,
    freshness: Freshness,
) -> Table:
    """The letters of one kind of sender, in the order of their arrival."""
    table_id, title = _TITLES[requester_type]
    shown = sorted(
        (one for one in requests if one.requester_type is requester_type),
        key=lambda one: (one.received_on, one.id),
    )
    rows = [(_letter(one), one.subject, _reply(one.reply)) for one in shown]
    answered = sum(one.reply is not None for one in shown)
    return Table(
        id=table_id,
        number=number,
        title=f"{title} periode {period}",
        columns=(
            "No",
            "Nama Pengirim, No. Surat & Tanggal",
            "Hal",
            "Balasan Surat ke Tujuan (No. Surat & Tgl)",
        ),
        rows=numbered(rows),
        totals={"Surat masuk": whole(len(rows)), "Dibalas": whole(answered)} if rows else {},
        unit="surat",
        method="Surat yang diterima dalam periode, menurut waktu kantor.",
        source="Register permintaan data",
        freshness=freshness,
    )


def _letter(request: DataRequest) -> str:
    dated = "" if request.letter_date is None else long_date(request.letter_date)
    return ", ".join(part for part in (request.sender, request.letter_number, dated) if part)


def _reply(reply: Reply | None) -> str:
    if reply is None:
        return "Belum dibalas"
    return f"{'; '.join(reply.recipients)}, {reply.number}, {long_date(reply.dated_on)}"
