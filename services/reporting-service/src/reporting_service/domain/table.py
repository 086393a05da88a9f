"""A table of a report: printed columns, rows of decimal strings, totals per unit.

A figure that is not known is never printed as 0: a table without rows says that its data are not
available yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

NOT_AVAILABLE = "data belum tersedia"


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How new the figures are: the newest fact in them, and how long it took to get here."""

    as_of: datetime | None = None
    lag_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`totals` maps a column or a unit to its sum; unlike units have no common total."""

    id: str
    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: Mapping[str, str] = field(default_factory=dict)
    unit: str
    method: str
    source: str
    freshness: Freshness = field(default_factory=Freshness)
    notes: tuple[str, ...] = ()
    printed: Mapping[str, object] | None = None

    @property
    def is_available(self) -> bool:
        """Whether anything is known for this table."""
        return bool(self.rows)


def whole(number: int) -> str:
    """An integer as the API writes it."""
    return str(number)


def fixed(number: Decimal | Fraction, places: int) -> str:
    """A number rounded half up, once, to that many decimals: `3.350`."""
    return str(rounded(number, places))


def rounded(number: Decimal | Fraction, places: int) -> Decimal:
    """Exact half-up rounding; a fraction is never turned into a binary float."""
    if isinstance(number, Decimal):
        return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    scaled = number * 10**places
    whole_part, rest = divmod(abs(scaled.numerator), scaled.denominator)
    if rest * 2 >= scaled.denominator:
        whole_part += 1
    return Decimal(whole_part if scaled >= 0 else -whole_part).scaleb(-places)


def numbered(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows with their running number in front."""
    return tuple((str(number), *row) for number, row in enumerate(rows, start=1))
