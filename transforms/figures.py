"""Exact figures and how they are shown: rounded half-up, once, at the end.

Half-up is what the Department for Education publishes with; Python's own rounding is not (it gives 0.2 for 0.25).
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from transforms.indicators.indicator import AMOUNTS, DISTANCES, FACTORS, PERCENTAGES, Indicator, Unit


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
    """Half-up to so many decimal places, away from nought for negative values, and never minus nought."""
    with localcontext() as context:
        context.prec = 40
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        found = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return found or abs(found)


def possible(value: Fraction, indicator: Indicator) -> Fraction:
    """The nearest value that a figure of the kind can have: not below nought, a share not above the whole.

    A difference in points may be anything.
    """
    if indicator.unit is Unit.POINTS:
        return value
    most = Fraction(100) if indicator.unit in PERCENTAGES and not indicator.may_exceed_whole else value
    return max(min(value, most), Fraction(0))


def number_text(value: Fraction, decimals: int) -> str:
    """``1,234.5``, with a true minus sign."""
    number = rounded(value, decimals)
    return ("−" if number < 0 else "") + f"{abs(number):,}"


def points_text(number: str) -> str:
    """``0.4 points``, ``1 point``."""
    return f"{number} point" if number.lstrip("−") == "1" else f"{number} points"


def shown(value: Fraction, unit: Unit, decimals: int) -> str:
    """As a reader sees it: ``92.4%``, ``1,204``, ``£1,204``, ``97 per 10,000``."""
    number = number_text(value, decimals)
    match unit:
        case Unit.PERCENT | Unit.PERCENT_OF_POSTS:
            return f"{number}%"
        case Unit.PER_10_000 | Unit.PER_100 | Unit.PER_POST:
            return f"{number} {unit.value}"
        case Unit.POINTS:
            return points_text(number)
        case Unit.POUNDS:
            return f"−£{number[1:]}" if number.startswith("−") else f"£{number}"
        case _:
            return number


def shown_range(low: Fraction, high: Fraction, unit: Unit, decimals: int) -> str:
    """From one figure to another: ``14.0 to 18.0 per full-time post``, ``92.0% to 95.0%``."""
    first = shown(low, unit, decimals).removesuffix(f" {unit.value}").removesuffix(" points").removesuffix(" point")
    return f"{first} to {shown(high, unit, decimals)}"


def shown_difference(value: Fraction, unit: Unit, decimals: int) -> str:
    """A distance between two figures: percentages differ by points."""
    if unit in DISTANCES:
        return points_text(number_text(abs(value), decimals))
    return shown(abs(value), unit, decimals)


def shown_change(then: Fraction, now: Fraction, unit: Unit, decimals: int) -> str:
    """By how much a figure moved, between the two as shown: ``+0.4 points``, ``−3``; empty where they look alike."""
    distance = Fraction(rounded(now, decimals)) - Fraction(rounded(then, decimals))
    if not distance:
        return ""
    return ("+" if distance > 0 else "−") + shown_difference(distance, unit, decimals)
