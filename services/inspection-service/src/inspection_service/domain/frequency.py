"""How often a place may be visited in routine supervision (Ps 8(2), 11(6), 11(9), 15(1)).

The answer is a cap; incidental inspections never count towards it.
"""

from dataclasses import dataclass

from inspection_service.domain.business import Rating, Risk, Scale
from inspection_service.domain.errors import PERBUP, FrequencyLimitReached
from inspection_service.domain.rules import FrequencyRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """At most `visits` routine visits in the year, and the article that says so."""

    visits: int
    article: str


def allowance(
    rule: FrequencyRule, *, risk: Risk, rating: Rating | None, scale: Scale | None
) -> Allowance:
    """The cap for one risk at one place, from risk, compliance and size."""
    complies = rating in rule.compliant_ratings
    if complies and scale in rule.scales_left_out_when_compliant:
        return Allowance(visits=0, article=f"{PERBUP} Ps 11(9)")
    if rating is Rating.VERY_GOOD:
        return Allowance(visits=rule.visits_when_very_good[risk], article=f"{PERBUP} Ps 11(6)")
    return Allowance(visits=rule.visits[risk], article=f"{PERBUP} Ps 8(2)")


def check_another_visit(allowed: Allowance, *, visits_so_far: int) -> None:
    """Raises FrequencyLimitReached when the year's visits are used up.

    Ps 11(6)a says that very good businesses *may* be left out: the office may still visit once.
    """
    if visits_so_far >= max(allowed.visits, 1):
        raise FrequencyLimitReached(rule="frequency_limit", article=allowed.article)
