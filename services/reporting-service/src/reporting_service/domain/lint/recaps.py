"""Lints recaps: every sum, unlike units, the system that the subtitle names, its period."""

import re
from collections.abc import Iterator

from reporting_service.domain.kinds import Channel, Measure, kind_code, row_of
from reporting_service.domain.labels import parse_long_date
from reporting_service.domain.lint.finding import Finding
from reporting_service.domain.lint.printed import PrintedPeriod, PrintedRecap, PrintedReport

_SYSTEMS = {
    Channel.MANUAL: ("manual",),
    Channel.OSS: ("oss",),
    Channel.SICANTIK: ("sicantik", "si cantik"),
    Channel.MPPD: ("mpp digital", "mppd"),
}
_SYSTEM_NAMES = {
    Channel.MANUAL: "Sistem Manual",
    Channel.OSS: "Sistem OSS-RBA",
    Channel.SICANTIK: "Sistem SiCantik",
    Channel.MPPD: "MPP Digital",
}
_UNITS = {Measure.LICENCES: "izin", Measure.PROJECTS: "proyek", Measure.NIB: "NIB"}
_PERIOD = re.compile(
    r"periode\s+(\d{1,2})\s+(\w+)(?:\s+(\d{4}))?\s*(?:s\.?d\.?|s/d|-|–|sampai dengan)\s*"
    r"(\d{1,2}\s+\w+\s+\d{4})",
    re.IGNORECASE,
)


def lint_recaps(report: PrintedReport) -> Iterator[Finding]:
    """Every recap of the report."""
    for recap in report.recaps:
        yield from _row_totals(recap)
        yield from _grand_total(recap)
        yield from _system(recap)
        if report.period is not None:
            yield from _period(recap, report.period)


def _row_totals(recap: PrintedRecap) -> Iterator[Finding]:
    for row in recap.rows:
        if row.total is not None and sum(row.months) != row.total:
            yield Finding(
                rule="row_total",
                where=f"licence_recap.{recap.channel}.rows.{row.label}",
                printed=str(row.total),
                expected=str(sum(row.months)),
                explanation="Jumlah baris tidak sama dengan jumlah ketiga bulannya.",
            )


def _grand_total(recap: PrintedRecap) -> Iterator[Finding]:
    if recap.grand_total is None or recap.channel not in set(Channel):
        return
    sums: dict[Measure, int] = {}
    for row in recap.rows:
        measure = _measure(Channel(recap.channel), row.label)
        sums[measure] = sums.get(measure, 0) + sum(row.months)
    where = f"licence_recap.{recap.channel}.grand_total_printed"
    if len(sums) > 1:
        parts = " / ".join(f"{total} {_UNITS[measure]}" for measure, total in sums.items())
        yield Finding(
            rule="unlike_units",
            where=where,
            printed=str(recap.grand_total),
            expected=parts,
            explanation="Jumlah ini menambahkan satuan yang berbeda: izin, proyek, dan NIB.",
        )
    elif sum(sums.values()) != recap.grand_total:
        yield Finding(
            rule="grand_total",
            where=where,
            printed=str(recap.grand_total),
            expected=str(sum(sums.values())),
            explanation="Jumlah keseluruhan tidak sama dengan jumlah baris-barisnya.",
        )


def _measure(channel: Channel, label: str) -> Measure:
    for measure in (Measure.PROJECTS, Measure.NIB):
        code = kind_code(label, channel=channel, measure=measure)
        if row_of(code, channel=channel, measure=measure) is not None and _is_printed(
            code, channel, measure
        ):
            return measure
    return Measure.LICENCES


def _is_printed(code: str, channel: Channel, measure: Measure) -> bool:
    kind = row_of(code, channel=channel, measure=measure)
    return kind is not None and kind.code == code


def _system(recap: PrintedRecap) -> Iterator[Finding]:
    if recap.channel not in set(Channel) or not recap.subtitle:
        return
    channel, subtitle = Channel(recap.channel), recap.subtitle.casefold()
    if any(name in subtitle for name in _SYSTEMS[channel]):
        return
    named = [
        other
        for other, names in _SYSTEMS.items()
        if other is not channel and any(name in subtitle for name in names)
    ]
    if named:
        yield Finding(
            rule="subtitle_system",
            where=f"licence_recap.{recap.channel}.subtitle_printed",
            printed=_SYSTEM_NAMES[named[0]],
            expected=_SYSTEM_NAMES[channel],
            explanation="Subjudul menyebut sistem lain daripada tabelnya.",
        )


def _period(recap: PrintedRecap, period: PrintedPeriod) -> Iterator[Finding]:
    found = _PERIOD.search(recap.subtitle)
    if found is None:
        return
    last = parse_long_date(found[4])
    year = found[3] or (str(last.year) if last else "")
    first = parse_long_date(f"{found[1]} {found[2]} {year}")
    if first is None or last is None or (first, last) == (period.first_day, period.last_day):
        return
    yield Finding(
        rule="heading_period",
        where=f"licence_recap.{recap.channel}.subtitle_printed",
        printed=f"{first.isoformat()}/{last.isoformat()}",
        expected=f"{period.first_day.isoformat()}/{period.last_day.isoformat()}",
        explanation="Periode pada subjudul bertentangan dengan periode laporan.",
    )
