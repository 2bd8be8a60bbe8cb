"""Direction of travel: a figure against the same period last year, and why it is what it is."""

from fractions import Fraction

from transforms.figures import shown
from transforms.indicators.indicator import Indicator, Polarity, Unit

BETTER, SAME, WORSE = "Better", "Same", "Worse"
HIGHER, LOWER, NOT_COMPARABLE = "Higher", "Lower", "Not comparable"


def direction_of(value: Fraction | None, same_period: Fraction | None, polarity: Polarity, indicator: Indicator) -> str:
    """Direction of travel against the same period last year.

    Counts are the same only when equal; rates when they differ by less than half of the last decimal shown; money when
    it differs by less than half a per cent.
    """
    if value is None or same_period is None:
        return NOT_COMPARABLE
    difference = value - same_period
    if difference == 0 or abs(difference) < _tolerance(indicator, same_period):
        return SAME
    if polarity is Polarity.NEUTRAL:
        return HIGHER if difference > 0 else LOWER
    return BETTER if (difference > 0) == (polarity is Polarity.HIGHER) else WORSE


def direction_reason(
    direction: str,
    value: Fraction | None,
    same_period: Fraction | None,
    indicator: Indicator,
    unlike: str,
) -> str:
    """Why the direction is what it is, in a sentence. ``unlike``: why the two are not compared, if they are not."""
    if value is None:
        return "There is no figure this quarter."
    if unlike:
        return unlike
    if same_period is None:
        return "There is no figure for the same period last year."
    before = shown(same_period, indicator.unit, indicator.decimals)
    if direction == SAME:
        return f"It was {before} in the same period last year, and a difference this small counts as none."
    word = "higher" if value > same_period else "lower"
    return f"It is {word} than in the same period last year ({before})."


def _tolerance(indicator: Indicator, same_period: Fraction) -> Fraction:
    match indicator.unit:
        case Unit.COUNT:
            return Fraction(0)
        case Unit.POUNDS:
            return abs(same_period) / 200
        case _:
            return Fraction(1, 2 * 10**indicator.decimals)
