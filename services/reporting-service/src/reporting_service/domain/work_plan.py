"""Targets of the office's work plan, and what was achieved of them (Laporan Kinerja PTSP 1.3 b).

A target is the office's own figure. Where none was entered there is no achievement, and where
nothing is known of a service its achievement is not 0 but unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reporting_service.domain.kinds import Channel, Measure, kind_code
from reporting_service.domain.licence_tables import UNIT_OF
from reporting_service.domain.recap import Recap
from reporting_service.domain.table import Freshness, Table, fixed, numbered, whole

_PERCENT_PLACES = 2
_NO_TARGETS = "Target rencana kerja periode ini belum diisi; persentase tidak dihitung."
_UNKNOWN = "data belum tersedia"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a quarter is meant to bring of a kind or service, in its own unit; above zero."""

    channel: Channel
    kind: str
    target: int
    measure: Measure = Measure.LICENCES
    source: str = ""


def targets_table(
    targets: Sequence[Target],
    recaps: Sequence[Recap],
    *,
    number: int,
    period: str,
    freshness: Freshness,
) -> Table:
    """A row per target; `recaps` hold the rows of the print, and those of single services."""
    return Table(
        id="targets",
        number=number,
        title=f"Capaian terhadap target rencana kerja periode {period}",
        columns=("No", "Layanan", "Kanal", "Satuan", "Target", "Capaian", "Capaian (%)"),
        rows=numbered([_row(one, recaps) for one in targets]),
        unit="satuan tiap baris; persen",
        method="Capaian = yang terbit dalam periode; persentase = capaian / target x 100.",
        source="; ".join(sorted({one.source for one in targets if one.source}))
        or "Target yang diisi kantor",
        freshness=freshness,
        notes=() if targets else (_NO_TARGETS,),
    )


def _row(target: Target, recaps: Sequence[Recap]) -> tuple[str, ...]:
    achieved = _achieved(target, recaps)
    share = None if achieved is None else Fraction(achieved * 100, target.target)
    return (
        target.kind,
        target.channel.value,
        UNIT_OF[target.measure],
        whole(target.target),
        _UNKNOWN if achieved is None else whole(achieved),
        "" if share is None else fixed(share, _PERCENT_PLACES),
    )


def _achieved(target: Target, recaps: Sequence[Recap]) -> int | None:
    code = kind_code(target.kind, channel=target.channel, measure=target.measure)
    known = [one for one in recaps if one.channel is target.channel and one.is_known]
    rows = [row for one in known for row in one.rows if row.measure is target.measure]
    found = next((row.total for row in rows if row.code == code), None)
    return 0 if found is None and known else found
