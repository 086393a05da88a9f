"""How many answers a population needs (Krejcie and Morgan 1970). It advises and blocks nothing."""

from fractions import Fraction

from survey_service.domain.rounding import round_half_up

# Chi-square for one degree of freedom at 95 %, the share that needs most, and the error allowed.
CHI_SQUARE = Fraction("3.841")
SHARE = Fraction(1, 2)
ERROR = Fraction(5, 100)
SOURCE = "Krejcie & Morgan 1970, https://kenpro.org/?p=2289"


def required_sample(population: int) -> int | None:
    """The sample that represents a population, rounded to nearest; nothing of nobody."""
    if population <= 0:
        return None
    spread = CHI_SQUARE * SHARE * (1 - SHARE)
    size = spread * population / (ERROR * ERROR * (population - 1) + spread)
    return int(round_half_up(size, 0))
