"""Investment realisation by sector as NSWI releases it, PMDN and PMA (Laporan Kinerja 2.2).

Figures keep the quarter they belong to. Rows whose columns slipped are put right by what the
cells are (a count has no decimals), never by their place; every sum is checked again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from shared.calendar.office_time import Quarter

TOLERANCE = Decimal("0.1")
# Both amounts are rounded in print; a rate is wrong when it is off by more than that explains.
_RATE_MARGIN = Decimal("0.01")


class Origin(StrEnum):
    """Domestic or foreign investment."""

    PMDN = "PMDN"
    PMA = "PMA"


class Level(StrEnum):
    """What a row sums."""

    TOTAL = "total"
    SECTOR = "sector"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestmentLine:
    """One row. Money in millions of rupiah and thousands of US dollars; `derived` names measures
    that the source left blank and that were summed here."""

    label: str
    level: Level
    sector: str | None
    rupiah_million: Decimal
    usd_thousand: Decimal | None = None
    projects: int
    tki: int
    tka: int
    derived: tuple[str, ...] = ()

    def measure(self, name: str) -> Decimal:
        """A measure by its field's name; nothing counts as zero."""
        return Decimal(getattr(self, name) or 0)

    @property
    def rate(self) -> Decimal | None:
        """Rupiah per dollar that the row implies, in thousands; nothing where no dollars are."""
        if not self.usd_thousand:
            return None
        return self.rupiah_million / self.usd_thousand


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A sum or a rate that does not agree. It names the sector (or the row) and the measure."""

    rule: str
    where: str
    measure: str
    printed: Decimal
    expected: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestmentRelease:
    """A quarter's figures of one origin, as released; `quarter` is the one they are about."""

    office_code: str
    quarter: Quarter
    origin: Origin
    lines: tuple[InvestmentLine, ...]
    source: str
    released_on: date | None = None
    version: int = 1
    imported_at: datetime
    moved_rows: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)


def measures_of(origin: Origin) -> tuple[str, ...]:
    """What the rows of an origin hold, in the order of the print."""
    money = ("usd_thousand", "rupiah_million") if origin is Origin.PMA else ("rupiah_million",)
    return (*money, "projects", "tki", "tka")


def reconcile(lines: Sequence[InvestmentLine], origin: Origin) -> tuple[Finding, ...]:
    """Sums that do not agree: lines to their sector, sectors to the total."""
    findings: list[Finding] = []
    sectors = [line for line in lines if line.level is Level.SECTOR]
    for sector in sectors:
        parts = [one for one in lines if one.level is Level.LINE and one.sector == sector.sector]
        findings += _sums(sector, parts, origin)
    for total in (line for line in lines if line.level is Level.TOTAL):
        findings += _sums(total, sectors, origin)
    return (*findings, *_rates(lines))


def _sums(
    whole: InvestmentLine, parts: Sequence[InvestmentLine], origin: Origin
) -> Iterable[Finding]:
    if not parts:
        return
    for name in measures_of(origin):
        expected = sum((one.measure(name) for one in parts), Decimal(0))
        if abs(expected - whole.measure(name)) > (TOLERANCE if _is_money(name) else 0):
            yield Finding(
                rule="sum",
                where=whole.label,
                measure=name,
                printed=whole.measure(name),
                expected=expected,
            )


def _rates(lines: Sequence[InvestmentLine]) -> Iterable[Finding]:
    """Rows whose rate departs from the table's own, the one that most rows imply."""
    common = table_rate(lines)
    for line in lines:
        if common is None or line.rate is None or line.usd_thousand is None:
            continue
        expected = line.usd_thousand * common
        if abs(line.rupiah_million - expected) > TOLERANCE + expected * _RATE_MARGIN:
            yield Finding(
                rule="rate",
                where=line.label,
                measure="rate",
                printed=line.rate.quantize(TOLERANCE),
                expected=common,
            )


def table_rate(lines: Sequence[InvestmentLine]) -> Decimal | None:
    """Thousands of rupiah per dollar that the table implies; derived, never a rule."""
    known = [line.rate.quantize(TOLERANCE) for line in lines if line.rate is not None]
    return max(set(known), key=lambda rate: (known.count(rate), rate)) if known else None


def _is_money(measure: str) -> bool:
    return measure in ("rupiah_million", "usd_thousand")
