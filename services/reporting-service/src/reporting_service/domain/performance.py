"""How long services took against their standard: exact percentiles from counters of whole working
days, so that a million licences are read like ten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

_P95 = Fraction(95, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What the catalogue promises of a service."""

    service_code: str
    name: str
    value: int
    unit: str

    @property
    def is_in_working_days(self) -> bool:
        """Whether counted working days can be held against it."""
        return self.unit == "working_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeStandard:
    """What an office's own catalogue promises since a version of it."""

    office_code: str
    service_code: str
    version: int
    value: int
    unit: str

    def named(self, default: Standard | None) -> Standard:
        """As a standard, under the name that the product knows, else under its code."""
        name = self.service_code if default is None else default.name
        return Standard(service_code=self.service_code, name=name, value=self.value, unit=self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """A service's times. `on_time` is nothing where no standard in working days is known."""

    service_code: str
    licences: int
    median: Fraction
    p95: int
    longest: int
    standard: Standard | None = None
    on_time: Fraction | None = None

    @property
    def breaches(self) -> int | None:
        """Licences that took longer than the standard."""
        return None if self.on_time is None else int(self.licences * (1 - self.on_time))


def performance(
    service_code: str, counts: Mapping[int, int], standard: Standard | None
) -> Performance:
    """From how many licences took how many working days; `counts` holds at least one."""
    total = sum(counts.values())
    days = sorted(counts)
    on_time = None
    if standard is not None and standard.is_in_working_days:
        within = sum(count for took, count in counts.items() if took <= standard.value)
        on_time = Fraction(within, total)
    return Performance(
        service_code=service_code,
        licences=total,
        median=_median(days, counts, total),
        p95=_at(days, counts, -(-total * _P95.numerator // _P95.denominator)),
        longest=days[-1],
        standard=standard,
        on_time=on_time,
    )


def _median(days: Sequence[int], counts: Mapping[int, int], total: int) -> Fraction:
    """The middle one, or between the middle two."""
    lower = _at(days, counts, (total + 1) // 2)
    upper = _at(days, counts, total // 2 + 1)
    return Fraction(lower + upper, 2)


def _at(days: Sequence[int], counts: Mapping[int, int], rank: int) -> int:
    """The value that the `rank`-th licence took, counted from 1 (nearest rank)."""
    passed = 0
    for took in days:
        passed += counts[took]
        if passed >= rank:
            return took
    return days[-1]
