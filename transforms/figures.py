"""Exact figures and how they are shown: rounded half-up, once, at the end.

Half-up is what the Department for Education publishes with; Python's own rounding is not (it gives 0.2 for 0.25).
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from transforms.indicators.indicator import AMOUNTS, DISTANCES, FACTORS, Unit


def exact_value(numerator: int, denominator: int | None, unit: Unit, scale: Fraction = Fraction(1)) -> Fraction | None:
    """The figure without rounding: None where a rate has no denominator or a denominator of nought.

    ``scale``: what a count so far is multiplied by to stand for a whole year (``transforms.periods.annual_scale``).
    """
    if unit in AMOUNTS:
        return numerator * scale
    if not denominator:
        return None
    return Fraction(numerator * FACTORS[unit], denominator) * scale


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Half-up to so many decimal places, away from nought for negative values."""
    with localcontext() as context:
        context.prec = 40
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
            Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
        )


def shown(value: Fraction, unit: Unit, decimals: int) -> str:
    """As a reader sees it: ``92.4%``, ``1,204``, ``£1,204``, ``97 per 10,000``."""
    number = f"{rounded(value, decimals):,}"
    match unit:
        case Unit.PERCENT | Unit.PERCENT_OF_POSTS:
            return f"{number}%"
        case Unit.PER_10_000 | Unit.PER_100 | Unit.PER_POST:
            return f"{number} {unit.value}"
        case Unit.POINTS:
            return f"{number} points"
        case Unit.POUNDS:
            return f"-£{number[1:]}" if number.startswith("-") else f"£{number}"
        case _:
            return number


def shown_range(low: Fraction, high: Fraction, unit: Unit, decimals: int) -> str:
    """From one figure to another: ``14.0 to 18.0 per full-time post``, ``92.0% to 95.0%``."""
    first = shown(low, unit, decimals).removesuffix(f" {unit.value}").removesuffix(" points")
    return f"{first} to {shown(high, unit, decimals)}"


def shown_difference(value: Fraction, unit: Unit, decimals: int) -> str:
    """A distance between two figures: percentages differ by points."""
    if unit in DISTANCES:
        return f"{rounded(abs(value), decimals):,} points"
    return shown(abs(value), unit, decimals)


def shown_change(then: Fraction, now: Fraction, unit: Unit, decimals: int) -> str:
    """By how much a figure moved, between the two as shown: ``+0.4 points``, ``−3``; empty where they look alike."""
    distance = Fraction(rounded(now, decimals)) - Fraction(rounded(then, decimals))
    if not distance:
        return ""
    return ("+" if distance > 0 else "−") + shown_difference(distance, unit, decimals)
