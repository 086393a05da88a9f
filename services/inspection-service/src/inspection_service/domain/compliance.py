"""The compliance of a business in a year (Ps 11): a technical part by the agency, an
administrative part by the office, and what OSS determined.

There is a rating only when both parts are there; the value of OSS prevails over our own.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from inspection_service.domain.business import Rating
from inspection_service.domain.rules import ComplianceRule
from shared.errors import InvalidRequest

HUNDRED = 100
CENT = Decimal("0.01")


class Indicator(StrEnum):
    """The six administrative indicators (Ps 11(1)b)."""

    REALISED_INVESTMENT = "realised_investment"
    PERIODIC_REPORTS = "periodic_reports"
    INDONESIAN_WORKERS = "indonesian_workers"
    PARTNERSHIP = "partnership"
    FACILITIES = "facilities"
    ECONOMIC_EQUITY = "economic_equity"


class SourceKind(StrEnum):
    """Where a part comes from (Ps 11(1)): a visit, or the monitoring of reports."""

    INSPECTION = "inspection"
    REPORT = "report"


class NothingApplies(InvalidRequest):
    """A part in which nothing can be scored gives no value."""

    message = "At least one item must apply."

    def __init__(self) -> None:
        super().__init__(pointers=(("/items", "none_applies"),))


class IndicatorTwice(InvalidRequest):
    """Each indicator is scored once."""

    message = "Each indicator is scored once, out of a whole that is not smaller."

    def __init__(self) -> None:
        super().__init__(pointers=(("/items", "indicator"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalItem:
    """One requirement or duty of the licence, and the standard (NSPK) it stands in."""

    code: str
    fulfilled: bool
    nspk: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministrativeItem:
    """`achieved` out of `expected`: rupiah, reports, people, or points out of 100. An expected
    nothing does not apply: it is no zero."""

    indicator: Indicator
    achieved: int
    expected: int
    evidence: str | None = None

    @property
    def points(self) -> Fraction | None:
        """0 to 100, or nothing where the indicator does not apply. More than expected is 100."""
        if self.expected == 0:
            return None
        return min(Fraction(self.achieved * HUNDRED, self.expected), Fraction(HUNDRED))


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalPart:
    """Scored by the regional government's agency (Ps 11(2))."""

    items: tuple[TechnicalItem, ...]
    source: SourceKind
    source_id: UUID | None
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if not self.items:
            raise NothingApplies

    @property
    def points(self) -> Fraction:
        """The share of requirements and duties that are fulfilled, 0 to 100."""
        fulfilled = sum(item.fulfilled for item in self.items)
        return Fraction(fulfilled * HUNDRED, len(self.items))


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministrativePart:
    """Scored by the DPMPTSP (Ps 11(3))."""

    items: tuple[AdministrativeItem, ...]
    source: SourceKind
    source_id: UUID | None
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if len({item.indicator for item in self.items}) != len(self.items):
            raise IndicatorTwice
        if all(item.points is None for item in self.items):
            raise NothingApplies

    @property
    def points(self) -> Fraction:
        """The mean of the indicators that apply, 0 to 100."""
        applying = [item.points for item in self.items if item.points is not None]
        return sum(applying, Fraction(0)) / len(applying)


@dataclass(frozen=True, slots=True, kw_only=True)
class OssValue:
    """What OSS determined (Ps 11(4)), as it was entered here."""

    rating: Rating
    value: Decimal | None
    determined_on: date
    entered_by: str
    entered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """A business's assessment of one year."""

    id: UUID
    office_code: str
    business_id: UUID
    nib: str
    year: int
    ruleset_version: str
    technical: TechnicalPart | None = None
    administrative: AdministrativePart | None = None
    oss: OssValue | None = None
    version: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether both parts were scored."""
        return self.technical is not None and self.administrative is not None

    def value(self, rule: ComplianceRule) -> Decimal | None:
        """The composite of both parts, 2 decimals, rounded once; nothing while one is missing."""
        if self.technical is None or self.administrative is None:
            return None
        weight = rule.technical_weight_percent
        exact = (
            self.technical.points * weight + self.administrative.points * (HUNDRED - weight)
        ) / HUNDRED
        return rounded(exact)

    def own_rating(self, rule: ComplianceRule) -> Rating | None:
        """The class of our own value (Ps 11(5))."""
        value = self.value(rule)
        return None if value is None else rating_of(value, rule)

    def rating(self, rule: ComplianceRule) -> Rating | None:
        """The class that counts: that of OSS where it is known."""
        return self.oss.rating if self.oss else self.own_rating(rule)

    def with_technical(self, part: TechnicalPart) -> "Compliance":
        """A newer technical part takes the place of the older one."""
        return replace(self, technical=part)

    def with_administrative(self, part: AdministrativePart) -> "Compliance":
        """A newer administrative part takes the place of the older one."""
        return replace(self, administrative=part)

    def with_oss(self, value: OssValue) -> "Compliance":
        """What OSS determined last."""
        return replace(self, oss=value)


def rounded(points: Fraction) -> Decimal:
    """Points with 2 decimals, halves away from zero, rounded once from the exact value."""
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return exact.quantize(CENT, rounding=ROUND_HALF_UP)


def rating_of(value: Decimal, rule: ComplianceRule) -> Rating:
    """Baik sekali, baik or kurang baik, by the thresholds of the rule set."""
    if value >= rule.very_good_from:
        return Rating.VERY_GOOD
    return Rating.GOOD if value >= rule.good_from else Rating.POOR


def licence_evaluation_due(earlier: Rating | None, later: Rating | None) -> bool:
    """Whether two years in a row that were assessed both stayed below very good (Ps 11(7))."""
    return all(one is not None and one is not Rating.VERY_GOOD for one in (earlier, later))
