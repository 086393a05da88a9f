"""How long services and agencies took: exact percentiles from counters of whole working days, so
that a million licences are read like ten. A licence is held against the standard of the version of
its service under which it was applied for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

_P95 = Fraction(95, 100)
# A licence whose version was not told is held against the standard that stands.
UNTOLD = 0


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
class Times:
    """How long things took, in whole working days."""

    count: int
    median: Fraction
    p95: int
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTimes:
    """Licences of one version of a service against what that version promises."""

    version: int
    licences: int
    standard: Standard | None
    late: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """A service's times. `standard` is what stands today; each version has its own."""

    service_code: str
    times: Times
    standard: Standard | None
    versions: tuple[VersionTimes, ...]

    @property
    def measured(self) -> int:
        """Licences for which a standard in working days is known."""
        return sum(one.licences for one in self.versions if one.late is not None)

    @property
    def breaches(self) -> int | None:
        """Licences that took longer than promised; nothing where nothing is known."""
        return sum(one.late or 0 for one in self.versions) if self.measured else None

    @property
    def overrun(self) -> Fraction | None:
        """The share of the measured licences that took longer than promised."""
        late = self.breaches
        return None if late is None else Fraction(late, self.measured)

    @property
    def on_time(self) -> Fraction | None:
        """The share of the measured licences that took no longer."""
        return None if self.overrun is None else 1 - self.overrun


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyAnswer:
    """An agency answered on an application. `given_on` is the office's own day, `working_days`
    what lay between the question and the answer."""

    office_code: str
    application_id: UUID
    service_code: str
    agency: str
    given_at: datetime
    given_on: date
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTimes:
    """How long an agency took to answer on a service."""

    agency: str
    service_code: str
    times: Times


def performance(
    service_code: str,
    counts: Mapping[tuple[int, int], int],
    *,
    standards: Mapping[int, Standard],
    standing: Standard | None,
) -> Performance:
    """`counts` tells how many licences of a version took how many working days, and holds at least
    one; `standards` what each version promises."""
    by_version: dict[int, Counter[int]] = {}
    total: Counter[int] = Counter()
    for (version, took), count in counts.items():
        by_version.setdefault(version, Counter())[took] += count
        total[took] += count
    return Performance(
        service_code=service_code,
        times=times_of(total),
        standard=standing,
        versions=tuple(
            _version(version, by_version[version], standards.get(version, standing))
            for version in sorted(by_version)
        ),
    )


def _version(version: int, counts: Mapping[int, int], standard: Standard | None) -> VersionTimes:
    late = None
    if standard is not None and standard.is_in_working_days:
        late = sum(count for took, count in counts.items() if took > standard.value)
    return VersionTimes(
        version=version, licences=sum(counts.values()), standard=standard, late=late
    )


def times_of(counts: Mapping[int, int]) -> Times:
    """From how many took how many working days; `counts` holds at least one."""
    total = sum(counts.values())
    days = sorted(counts)
    return Times(
        count=total,
        median=_median(days, counts, total),
        p95=_at(days, counts, -(-total * _P95.numerator // _P95.denominator)),
        longest=days[-1],
    )


def _median(days: Sequence[int], counts: Mapping[int, int], total: int) -> Fraction:
    """The middle one, or between the middle two."""
    lower = _at(days, counts, (total + 1) // 2)
    upper = _at(days, counts, total // 2 + 1)
    return Fraction(lower + upper, 2)


def _at(days: Sequence[int], counts: Mapping[int, int], rank: int) -> int:
    """The value that the `rank`-th one took, counted from 1 (nearest rank)."""
    passed = 0
    for took in days:
        passed += counts[took]
        if passed >= rank:
            return took
    return days[-1]
