"""Report tables of investment realisation. Where the quarter is not released yet, the newest
earlier one stands in its place under its own name, and a note says so."""

from decimal import Decimal

from reporting_service.domain.investment import (
    InvestmentLine,
    InvestmentRelease,
    Level,
    Origin,
    measures_of,
    table_rate,
)
from reporting_service.domain.labels import quarter_label
from reporting_service.domain.table import Freshness, Table, fixed, numbered, whole
from shared.calendar.office_time import Quarter
from shared.calendar.written import long_date

_HEADS = {
    "usd_thousand": "Tambahan Investasi (US$ Ribu)",
    "rupiah_million": "Tambahan Investasi (Rp Juta)",
    "projects": "Proyek",
    "tki": "TKI",
    "tka": "TKA",
    "rate": "kurs tersirat",
}
_LEVELS = {Level.TOTAL: "Total", Level.SECTOR: "Sektor", Level.LINE: "Rincian"}
_MONEY_PLACES = 2
_METHOD = (
    "Angka rilis NSWI; kolom yang tergeser dikembalikan, setiap jumlah dihitung ulang. Baris total"
    " dan sektor adalah jumlah baris di bawahnya."
)


def investment_table(
    origin: Origin,
    release: InvestmentRelease | None,
    *,
    number: int,
    quarter: Quarter,
    freshness: Freshness,
) -> Table:
    """The newest release that is not later than the report's quarter."""
    measures = measures_of(origin)
    shown = quarter if release is None else release.quarter
    return Table(
        id=f"investment_{origin.value.lower()}",
        number=number,
        title=f"Realisasi Investasi {origin} Per Sektor {quarter_label(shown.number, shown.year)}",
        columns=("No", "Uraian", "Tingkat", *(_HEADS[name] for name in measures)),
        rows=() if release is None else numbered([_row(one, measures) for one in release.lines]),
        totals={} if release is None else _totals(release, measures),
        unit="Rp juta, US$ ribu, proyek, orang"
        if origin is Origin.PMA
        else "Rp juta, proyek, orang",
        method=_METHOD,
        source="NSWI" if release is None else _source(release),
        freshness=freshness,
        notes=() if release is None else _notes(release, quarter),
    )


def _row(line: InvestmentLine, measures: tuple[str, ...]) -> tuple[str, ...]:
    return line.label, _LEVELS[line.level], *(_cell(line, name) for name in measures)


def _cell(line: InvestmentLine, measure: str) -> str:
    value = getattr(line, measure)
    if isinstance(value, Decimal):
        return fixed(value, _MONEY_PLACES)
    return "" if value is None else whole(value)


def _totals(release: InvestmentRelease, measures: tuple[str, ...]) -> dict[str, str]:
    total = next((one for one in release.lines if one.level is Level.TOTAL), None)
    if total is None:
        return {}
    return {_HEADS[name]: _cell(total, name) for name in measures}


def _source(release: InvestmentRelease) -> str:
    released = "" if release.released_on is None else f", rilis {long_date(release.released_on)}"
    return f"{release.source}{released}"


def _notes(release: InvestmentRelease, quarter: Quarter) -> tuple[str, ...]:
    notes: list[str] = []
    if release.quarter != quarter:
        shown = quarter_label(release.quarter.number, release.quarter.year)
        asked = quarter_label(quarter.number, quarter.year)
        notes.append(f"Data {asked} belum dirilis; yang ditampilkan adalah data {shown}.")
    derived = [(one.label, name) for one in release.lines for name in one.derived]
    notes += [
        f"{label}: {_HEADS[name]} dihitung dari jumlah sektor (kosong di sumber)."
        for label, name in derived
    ]
    if release.moved_rows:
        notes.append(
            f"{len(release.moved_rows)} baris sumber tergeser kolomnya dan sudah dikembalikan."
        )
    rate = table_rate(release.lines)
    if rate is not None:
        notes.append(f"Kurs tersirat (turunan): Rp {fixed(rate, 1)} ribu per US$.")
    notes += [
        f"{one.where}: {_HEADS[one.measure]} tercetak {one.printed}, seharusnya {one.expected}."
        for one in release.findings
    ]
    return tuple(notes)
