"""Documents received, in process and signed (Laporan Kinerja PTSP 1.3 a), by service."""

from collections.abc import Mapping, Sequence

from reporting_service.domain.issuance import StageCount
from reporting_service.domain.table import Freshness, Table, numbered, whole

_ENDED = ("signed", "rejected", "withdrawn")
_COLUMNS = ("Diterima", "Ditandatangani", "Ditolak", "Ditarik", "Dalam proses pada akhir periode")

Stages = Mapping[str, StageCount]


def documents_table(
    counts: Sequence[StageCount], *, number: int, period: str, freshness: Freshness
) -> Table:
    """A row per channel and service of which anything was heard."""
    services: dict[tuple[str, str], dict[str, StageCount]] = {}
    for one in counts:
        services.setdefault((one.channel, one.service_code), {})[one.stage] = one
    figures = {name: _figures(stages) for name, stages in sorted(services.items())}
    rows = [(service, channel, *map(whole, of)) for (channel, service), of in figures.items()]
    sums = [sum(column) for column in zip(*figures.values(), strict=True)]
    return Table(
        id="documents",
        number=number,
        title=f"Dokumen diterima, diproses, dan ditandatangani periode {period}",
        columns=("No", "Layanan", "Kanal", *_COLUMNS),
        rows=numbered(rows),
        totals=dict(zip(_COLUMNS, map(whole, sums), strict=True)) if rows else {},
        unit="permohonan",
        method=(
            "Permohonan menurut bulan kantor; dalam proses = diterima dikurangi ditandatangani,"
            " ditolak, dan ditarik sampai akhir periode."
        ),
        source="Permohonan yang tercatat di sistem ini",
        freshness=freshness,
    )


def _figures(stages: Stages) -> tuple[int, int, int, int, int]:
    received = stages.get("submitted")
    in_period = [stages[name].in_period if name in stages else 0 for name in _ENDED]
    ended = sum(stages[name].until_end for name in _ENDED if name in stages)
    signed, rejected, withdrawn = in_period
    return (
        0 if received is None else received.in_period,
        signed,
        rejected,
        withdrawn,
        (0 if received is None else received.until_end) - ended,
    )
