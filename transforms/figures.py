"""Exact figures and how they are shown: rounded half-up, once, at the end.

Half-up is what the Department for Education publishes with; Python's own rounding is not (it gives 0.2 for 0.25).
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from transforms.indicators.indicator import FACTORS, Unit


def exact_value(numerator: int, denominator: int | None, unit: Unit) -> Fraction | None:
    """The figure without rounding: None where a rate has no denominator or a denominator of nought."""
    if unit is Unit.COUNT:
        return Fraction(numerator)
    if not denominator:
        return None
    return Fraction(numerator * FACTORS[unit], denominator)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Half-up to so many decimal places, away from nought for negative values."""
    with localcontext() as context:
        context.prec = 40
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
            Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
        )


def shown(value: Fraction, unit: Unit, decimals: int) -> str:
    """As a reader sees it: ``92.4%``, ``1,204``, ``97 per 10,000``."""
    number = f"{rounded(value, decimals):,}"
    match unit:
        case Unit.PERCENT:
            return f"{number}%"
        case Unit.PER_10_000:
            return f"{number} per 10,000"
        case _:
            return number


def shown_difference(value: Fraction, unit: Unit, decimals: int) -> str:
    """A distance between two figures: percentages differ by points."""
    number = f"{rounded(abs(value), decimals):,}"
    if unit is Unit.PERCENT:
        return f"{number} points"
    return f"{number} per 10,000" if unit is Unit.PER_10_000 else number
