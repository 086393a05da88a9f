"""Report tables 1 to 4: licences by channel, kind and month (Laporan Kinerja PTSP 2.1 A to D)."""

from collections.abc import Sequence
from dataclasses import dataclass

from reporting_service.domain.kinds import LOCAL_CHANNELS, Channel, Measure
from reporting_service.domain.labels import month_name, months_of
from reporting_service.domain.recap import Recap
from reporting_service.domain.table import Freshness, Table, numbered, whole

UNIT_OF = {Measure.LICENCES: "izin", Measure.PROJECTS: "proyek", Measure.NIB: "NIB"}
_TITLE_OF = {
    Channel.MANUAL: ("licences_manual", "Non Perizinan Non OSS melalui Sistem Manual"),
    Channel.OSS: ("licences_oss", "Penerbitan Perizinan melalui OSS-RBA"),
    Channel.SICANTIK: ("licences_sicantik", "Penerbitan Perizinan melalui SiCantik"),
    Channel.MPPD: ("licences_mppd", "Penerbitan Perizinan melalui MPP Digital"),
}
_METHOD = (
    "Jumlah per bulan menurut waktu kantor. Angka impor berlaku untuk seluruh sel dan tidak"
    " dijumlahkan dengan izin yang tercatat satu per satu; bila yang tercatat lebih banyak, yang"
    " tercatat berlaku. Satuan yang berbeda tidak dijumlahkan."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocallyHandled:
    """The sum over the channels that the office handles itself, named by what it adds."""

    by_channel: tuple[tuple[Channel, int], ...]

    @property
    def count(self) -> int:
        """Licences of all these channels."""
        return sum(count for _, count in self.by_channel)

    @property
    def label(self) -> str:
        """`MANUAL 23 + SICANTIK 47 + MPPD 350`."""
        return " + ".join(f"{channel} {count}" for channel, count in self.by_channel)


def locally_handled(recaps: Sequence[Recap]) -> LocallyHandled:
    """Adds the local channels; OSS is no part of it."""
    return LocallyHandled(
        by_channel=tuple(
            (one.channel, one.total(Measure.LICENCES))
            for one in recaps
            if one.channel in LOCAL_CHANNELS
        )
    )


def licence_table(
    recap: Recap, *, number: int, quarter: int, period: str, source: str, freshness: Freshness
) -> Table:
    """A channel's table as the source prints it, with monthly totals beside it."""
    table_id, title = _TITLE_OF[recap.channel]
    months = tuple(month_name(month) for month in months_of(quarter))
    mixed = len(recap.measures) > 1
    rows = [
        (row.label, *map(whole, row.months), whole(row.total))
        + ((UNIT_OF[row.measure],) if mixed else ())
        for row in recap.rows
    ]
    return Table(
        id=table_id,
        number=number,
        title=f"Rekap Laporan {title} periode {period}",
        columns=("No", "Jenis Izin", *months, "Jumlah", *(("Satuan",) if mixed else ())),
        rows=numbered(rows) if recap.is_known else (),
        totals=_totals(recap, months) if recap.is_known else {},
        unit=" / ".join(UNIT_OF[measure] for measure in recap.measures),
        method=_METHOD,
        source=source,
        freshness=freshness,
        notes=_notes(recap),
    )


def _totals(recap: Recap, months: Sequence[str]) -> dict[str, str]:
    if len(recap.measures) > 1:
        return {measure.value: whole(recap.total(measure)) for measure in recap.measures}
    (measure,) = recap.measures
    by_month = dict(zip(months, map(whole, recap.monthly(measure)), strict=True))
    return by_month | {"Jumlah": whole(recap.total(measure))}


def _notes(recap: Recap) -> tuple[str, ...]:
    notes = [
        f"{row.label}: pada {month_name(month)} izin yang tercatat lebih banyak daripada angka"
        " impor; yang tercatat dipakai."
        for row in recap.rows
        for month in row.exceeds_count
    ]
    if len(recap.measures) > 1:
        notes.append(
            "Izin, proyek, dan NIB adalah satuan yang berbeda: tidak ada jumlah keseluruhan."
        )
    return tuple(notes)
