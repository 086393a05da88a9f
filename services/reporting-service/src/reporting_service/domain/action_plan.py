"""The action plan as a table (Laporan Kinerja PTSP 4.1): who does what by when, and what was
carried over from a quarter before."""

from collections.abc import Sequence

from reporting_service.domain.evaluation import EntryState, Evaluation, EvaluationKind
from reporting_service.domain.labels import quarter_label
from reporting_service.domain.table import Freshness, Table, numbered
from shared.calendar.office_time import Quarter
from shared.calendar.written import long_date

_STATES = {EntryState.OPEN: "Belum selesai", EntryState.DONE: "Selesai"}
_UNSET = "belum ditetapkan"


def action_plan_table(
    evaluations: Sequence[Evaluation],
    quarter: Quarter,
    *,
    number: int,
    period: str,
    freshness: Freshness,
) -> Table:
    """The quarter's own actions, after the open ones of before."""
    rows = [
        (
            one.text,
            one.owner or _UNSET,
            one.partner,
            _UNSET if one.due_on is None else long_date(one.due_on),
            _STATES[one.state],
            "" if one.quarter == quarter else _from(one.quarter),
        )
        for one in evaluations
        if one.kind is EvaluationKind.ACTION
        and (one.quarter == quarter or one.is_carried_into(quarter))
    ]
    return Table(
        id="action_plan",
        number=number,
        title=f"Rencana aksi periode {period}",
        columns=("No", "Rencana Aksi", "Pelaksana", "Mitra", "Tenggat", "Keadaan", "Keterangan"),
        rows=numbered(rows),
        unit="rencana aksi",
        method="Rencana aksi periode ini, dan yang belum selesai dari periode sebelumnya.",
        source="Evaluasi kantor",
        freshness=freshness,
    )


def _from(quarter: Quarter) -> str:
    return f"dibawa dari {quarter_label(quarter.number, quarter.year)}"
