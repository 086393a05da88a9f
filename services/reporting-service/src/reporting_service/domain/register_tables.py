"""Report tables of what was registered: complaints and obstacles (Laporan Kinerja PTSP 2.3, III).

Only entries of the period stand in them, or open ones of before, marked as carried over.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from reporting_service.domain.register import Complaint, Outage
from reporting_service.domain.table import Freshness, Table, numbered, whole
from shared.calendar.office_time import Period
from shared.calendar.written import long_date

_KINDS = {"complaint": "Pengaduan", "consultation": "Konsultasi"}
_AGAINST = {"business": "Pelaku usaha", "institution": "Instansi", "official": "Aparatur"}
_GROUNDS = {
    "licensing": "Perizinan",
    "standards": "Standar",
    "supervision": "Pengawasan",
    "system_misuse": "Penyalahgunaan sistem",
}
_OUTAGES = {"interruption": "Gangguan", "maintenance": "Pemeliharaan"}
_MASKED = "disamarkan"
_COLUMNS = (
    "No",
    "Nomor",
    "Tanggal",
    "Pelapor",
    "Jenis",
    "Terhadap",
    "Dasar",
    "Status",
    "Keterangan",
)
_SECONDS_PER_MINUTE = 60
_MINUTES_PER_HOUR = 60


def complaints_table(
    complaints: Sequence[Complaint],
    *,
    number: int,
    period: Period,
    zone: ZoneInfo,
    title_period: str,
    freshness: Freshness,
) -> Table:
    """The register of the period by number; parties and texts stay with the supervision service,
    and whoever complained is masked."""
    shown = sorted(
        (one for one in complaints if one.belongs_to(period)),
        key=lambda one: (one.filed_at or period.start, one.number),
    )
    rows = [
        (
            one.number,
            _day(one.filed_at, zone),
            _MASKED,
            _KINDS.get(one.kind, one.kind),
            _AGAINST.get(one.against, one.against),
            _GROUNDS.get(one.ground, one.ground),
            _status(one, period, zone),
            "dibawa dari periode sebelumnya" if one.is_carried_over(period) else "",
        )
        for one in shown
    ]
    return Table(
        id="complaints",
        number=number,
        title=f"Rekapitulasi laporan layanan pengaduan periode {title_period}",
        columns=_COLUMNS,
        rows=numbered(rows),
        totals={"Jumlah": whole(len(rows))} if rows else {},
        unit="pengaduan",
        method="Pengaduan yang diterima dalam periode, dan yang masih terbuka dari sebelumnya.",
        source="Register pengaduan",
        freshness=freshness,
    )


def obstacles_table(
    obstacles: Sequence[tuple[str, str]],
    outages: Sequence[Outage],
    *,
    number: int,
    period: Period,
    zone: ZoneInfo,
    title_period: str,
    freshness: Freshness,
) -> Table:
    """What the office wrote, with its open issues of outside systems, and their outages, which
    write themselves in."""
    rows = [
        *obstacles,
        *(
            (_outage_text(one, zone), "Pekerjaan di kantor berjalan terus; data disusulkan.")
            for one in sorted(outages, key=lambda one: (one.started_at, one.id))
            if one.touches(period)
        ),
    ]
    return Table(
        id="obstacles",
        number=number,
        title=f"Evaluasi kinerja periode {title_period}",
        columns=("No", "Kendala", "Solusi"),
        rows=numbered(rows),
        unit="kendala",
        method="Kendala yang dicatat kantor, dan masalah sistem luar yang belum selesai pada akhir"
        " periode dengan jawaban instansi yang dikonsultasikan; gangguan sistem luar dicatat oleh"
        " sistem ini sendiri.",
        source="Evaluasi kantor, register masalah sistem, dan catatan gangguan integrasi",
        freshness=freshness,
        notes=tuple(
            f"Kendala nomor {place} belum mempunyai solusi."
            for place, (_, solution) in enumerate(rows, start=1)
            if not solution.strip()
        ),
    )


def _day(instant: datetime | None, zone: ZoneInfo) -> str:
    return "" if instant is None else long_date(instant.astimezone(zone).date())


def _status(complaint: Complaint, period: Period, zone: ZoneInfo) -> str:
    """As it stood when the period ended."""
    if complaint.resolved_at is not None and complaint.resolved_at < period.end:
        return f"Selesai {_day(complaint.resolved_at, zone)}"
    if complaint.verified_at is not None and complaint.verified_at < period.end:
        return "Terbukti, dalam proses" if complaint.proven else "Diverifikasi"
    return "Masih dalam proses"


def _outage_text(outage: Outage, zone: ZoneInfo) -> str:
    began = outage.started_at.astimezone(zone)
    moment = f"{long_date(began.date())} {began:%H:%M}"
    text = f"{_OUTAGES[outage.kind]} sistem {outage.system} mulai {moment}"
    if outage.ended_at is None:
        return f"{text}, belum berakhir"
    minutes = int((outage.ended_at - outage.started_at).total_seconds()) // _SECONDS_PER_MINUTE
    hours, rest = divmod(minutes, _MINUTES_PER_HOUR)
    ended = outage.ended_at.astimezone(zone)
    until = f"{long_date(ended.date())} {ended:%H:%M}"
    return f"{text} sampai {until} ({hours} jam {rest} menit)"
