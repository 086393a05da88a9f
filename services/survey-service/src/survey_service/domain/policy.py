"""The named ways to compute the index: which weight, and at which stage something is rounded.

A figure always names its policy. `ninth` is the default: the only weight with which answers that
are all 4 give exactly 100, and one rounding at the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from survey_service.domain.rounding import round_half_up

IKM_FACTOR = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A stage that is None is not rounded."""

    name: str
    weight: Fraction
    nrr_places: int | None = None
    weighted_places: int | None = None
    ni_places: int | None = None

    def weighted(self, nrr: Fraction) -> Fraction:
        """NRR tertimbang of one element."""
        return _rounded(_rounded(nrr, self.nrr_places) * self.weight, self.weighted_places)

    def ni(self, nrrs: tuple[Fraction, ...]) -> Fraction:
        """The sum of the weighted means, 1 to 4 with the exact weight."""
        return _rounded(sum((self.weighted(nrr) for nrr in nrrs), Fraction(0)), self.ni_places)

    def ikm(self, nrrs: tuple[Fraction, ...]) -> Decimal:
        """The index with two decimals."""
        return round_half_up(self.ni(nrrs) * IKM_FACTOR, 2)


NINTH = Policy(name="ninth", weight=Fraction(1, 9))
W0111 = Policy(name="w0111", weight=Fraction("0.111"))
# The print's own arithmetic: means with 3 decimals, their mean rounded to 3 decimals, times 25.
ROUNDED3 = Policy(name="rounded3", weight=Fraction(1, 9), nrr_places=3, ni_places=3)

POLICIES: Mapping[str, Policy] = MappingProxyType(
    {policy.name: policy for policy in (NINTH, W0111, ROUNDED3)}
)

# What other offices were seen to do. Shown beside the named policies, never used for a report.
VARIANTS: tuple[Policy, ...] = (
    NINTH,
    W0111,
    Policy(name="w011", weight=Fraction("0.11")),
    Policy(name="ninth_nrr3", weight=Fraction(1, 9), nrr_places=3),
    Policy(name="w0111_nrr3", weight=Fraction("0.111"), nrr_places=3),
    Policy(name="ninth_weighted3", weight=Fraction(1, 9), weighted_places=3),
    Policy(name="w0111_weighted3", weight=Fraction("0.111"), weighted_places=3),
    Policy(name="ninth_weighted2", weight=Fraction(1, 9), weighted_places=2),
    ROUNDED3,
)


def _rounded(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else Fraction(round_half_up(value, places))
