"""Half-up rounding of exact fractions: binary floats round 84.925 to 84.92, the print to 84.93."""

from decimal import Decimal
from fractions import Fraction


def round_half_up(value: Fraction, places: int) -> Decimal:
    """The value with that many decimals, halves away from zero; values here are not negative."""
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-places)
