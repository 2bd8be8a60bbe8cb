"""Whether a change is more than chance: XmR charts, as the NHS's "Making Data Count" draws them.

The expected range is the mean and 2.66 times the mean difference of neighbouring quarters on both sides. The newest
quarter stands out when it lies outside, when seven figures in a row lie on one side of the mean, when seven in a row
each rose or fell, or when two of the last three lie near one end of the range. What grows through a year is taken
apart first, into what each quarter added; figures that share quarters with their neighbours are not tested.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from transforms.council_types import WITHOUT_LEVEL, Part, Target
from transforms.figures import exact_value, possible, shown_range
from transforms.indicators.indicator import Indicator, Period, Polarity, Unit
from transforms.periods import year_name
from transforms.quarters import Quarter
from transforms.series import Figures

NO_CHANGE = "No significant change"
CONCERN, IMPROVEMENT = "Significant change: concern", "Significant change: improvement"
HIGHER, LOWER = "Significant change: higher", "Significant change: lower"
TOO_FEW, NOT_TESTED = "Too few quarters to tell", "Not tested"

_LEAST_QUARTERS = 12
_LEAST_CASES = 10  # on average; fewer jump about by chance more than these limits allow for
_NEWEST = 20  # quarters looked at
_LIMIT = Fraction(266, 100)
_RUN = 7
_NEAR_LIMIT = Fraction(2, 3)
_NEVER = {
    Period.ROLLING_YEAR: "Each twelve months share three quarters with the twelve before.",
    Period.YEAR_END: "A forecast for the year is not counted anew each quarter.",
    Period.WINTER: "It is made once a year.",
    Period.ANNUAL: "It is made once a year.",
}
_GROWS = (Period.FINANCIAL_YEAR, Period.ACADEMIC_YEAR, Period.CALENDAR_YEAR, Period.ANNUALISED)
_FIXED_BASE = (Unit.PER_100, Unit.PER_10_000)  # denominators that are the same all year


@dataclass(frozen=True)
class Signal:
    """Whether the newest figure is more than chance, and why.

    ``low`` and ``high`` are the expected range of a figure at a date, in its own unit; None for others.
    """

    word: str
    reason: str
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True)
class _Point:
    quarter: Quarter
    numerator: int
    denominator: int | None
    value: Fraction


@dataclass(frozen=True)
class _Limits:
    mean: Fraction
    low: Fraction
    high: Fraction


def signal_of(
    figures: Figures, part: Part, indicator: Indicator, polarity: Polarity, quarter: Quarter, target: Target | None
) -> Signal:
    """Whether a part's figure of a quarter stands out from those before. ``figures`` has those that are alike."""
    if indicator.period in _NEVER:
        return Signal(NOT_TESTED, _NEVER[indicator.period])
    if indicator.period in _GROWS and not indicator.adds_up:
        return Signal(NOT_TESTED, "What a quarter adds to the year so far is no figure of its own.")
    points = _points(figures, part, indicator, quarter)
    if not points or points[-1].quarter != quarter:
        newest = figures.at(indicator, quarter, part)
        is_alone = newest is not None and newest.numerator is None
        why = (
            "The figure was returned without its counts." if is_alone else "There is no figure of this quarter to test."
        )
        return Signal(NOT_TESTED, why)
    if _is_small(points):
        return Signal(
            NOT_TESTED, f"With fewer than {_LEAST_CASES} cases on average, change cannot be told from chance."
        )
    if len(points) < _LEAST_QUARTERS:
        found = "There is 1 quarter that is" if len(points) == 1 else f"There are {len(points)} quarters that are"
        return Signal(TOO_FEW, f"{found} alike; {_LEAST_QUARTERS} are needed.")
    return _judged(points, indicator, polarity, target)


def _judged(points: Sequence[_Point], indicator: Indicator, polarity: Polarity, target: Target | None) -> Signal:
    limits = _limits([point.value for point in points])
    stands_out = _special([point.value for point in points], limits)
    is_at_a_date = indicator.period is Period.SNAPSHOT
    low, high = (possible(end, indicator) for end in (limits.low, limits.high))
    span = shown_range(low, high, indicator.unit, indicator.decimals)
    of = "at the quarter's end" if is_at_a_date else "in a quarter"
    if stands_out is None:
        word, reason = NO_CHANGE, f"The expected range {of} is {span}, and nothing points beyond chance."
    else:
        is_up, why = stands_out
        word = _word(is_up, polarity)
        reason = f"{why} The expected range {of} is {span}."
    if is_at_a_date:
        assured = _assured(limits, polarity, target)
        return Signal(word, f"{reason}{assured}", low, high)
    return Signal(word, reason)


def _points(figures: Figures, part: Part, indicator: Indicator, quarter: Quarter) -> list[_Point]:
    """The newest quarters that have a figure, taken apart where figures grow through a year; the oldest first."""
    grows = indicator.period in _GROWS
    found = (
        _flow(figures, part, indicator, each) if grows else _stock(figures, part, indicator, each)
        for each in (quarter.plus(-back) for back in range(_NEWEST))
    )
    return [point for point in reversed(list(found)) if point is not None]


def _stock(figures: Figures, part: Part, indicator: Indicator, quarter: Quarter) -> _Point | None:
    counted = figures.at(indicator, quarter, part)
    if counted is None or counted.numerator is None:  # of a value without counts nobody knows how many cases it has
        return None
    return _point(quarter, counted.numerator, counted.denominator, indicator)


def _flow(figures: Figures, part: Part, indicator: Indicator, quarter: Quarter) -> _Point | None:
    """What a quarter added to its year.

    The academic year's first council quarter holds September alone: a count of it is like no other quarter's, and a
    rate is.
    """
    now, before = figures.at(indicator, quarter, part), quarter.plus(-1)
    begins = year_name(indicator.period, before) != year_name(indicator.period, quarter)
    if (
        now is None
        or now.numerator is None
        or (begins and indicator.period is Period.ACADEMIC_YEAR and indicator.unit is not Unit.PERCENT)
    ):
        return None
    if begins:
        return _point(quarter, now.numerator, now.denominator, indicator)
    then = figures.at(indicator, before, part)
    if then is None or then.numerator is None:
        return None
    numerator, denominator = now.numerator - then.numerator, now.denominator
    if denominator is not None and then.denominator is not None and indicator.unit not in _FIXED_BASE:
        denominator -= then.denominator
    return None if numerator < 0 else _point(quarter, numerator, denominator, indicator)


def _point(quarter: Quarter, numerator: int, denominator: int | None, indicator: Indicator) -> _Point | None:
    value = exact_value(numerator, denominator, indicator.unit) if denominator is None or denominator > 0 else None
    return None if value is None else _Point(quarter, numerator, denominator, value)


def _is_small(points: Sequence[_Point]) -> bool:
    """Whether there are few cases on average, of those that are counted or of those that are not."""
    counted = sum(point.numerator for point in points)
    parts = [point.denominator - point.numerator for point in points if point.denominator is not None]
    fewest = min(counted, sum(parts)) if len(parts) == len(points) else counted
    return fewest < _LEAST_CASES * len(points)


def _limits(values: Sequence[Fraction]) -> _Limits:
    mean = sum(values, Fraction(0)) / len(values)
    moves = [abs(later - earlier) for earlier, later in pairwise(values)]
    spread = _LIMIT * sum(moves, Fraction(0)) / len(moves)
    return _Limits(mean, mean - spread, mean + spread)


def _special(values: Sequence[Fraction], limits: _Limits) -> tuple[bool, str] | None:
    """Whether the newest value stands out: upwards or not, and why. None for one that chance explains."""
    newest = values[-1]
    if not limits.low <= newest <= limits.high:
        return newest > limits.high, "The newest figure lies outside the expected range."
    run = values[-_RUN:]
    if len(run) == _RUN and (all(value > limits.mean for value in run) or all(value < limits.mean for value in run)):
        side = "above" if newest > limits.mean else "below"
        return newest > limits.mean, f"Seven figures in a row lie {side} the mean."
    moves = [later - earlier for earlier, later in pairwise(run)]
    if len(run) == _RUN and (all(move > 0 for move in moves) or all(move < 0 for move in moves)):
        return moves[-1] > 0, f"Seven figures in a row {'rose' if moves[-1] > 0 else 'fell'}."
    reach = (limits.high - limits.mean) * _NEAR_LIMIT
    for is_up in (True, False):
        near = [(value - limits.mean if is_up else limits.mean - value) > reach for value in values[-3:]]
        if near[-1] and sum(near) >= 2:
            return is_up, f"Two of the last three figures lie near the {'upper' if is_up else 'lower'} end."
    return None


def _word(is_up: bool, polarity: Polarity) -> str:
    if polarity is Polarity.NEUTRAL:
        return HIGHER if is_up else LOWER
    return IMPROVEMENT if is_up == (polarity is Polarity.HIGHER) else CONCERN


def _assured(limits: _Limits, polarity: Polarity, target: Target | None) -> str:
    """Whether chance alone can carry the figure to its target and away from it."""
    if target is None or target.kind in WITHOUT_LEVEL:
        return ""
    wants_more = target.kind == "floor" or (target.kind == "level" and polarity is Polarity.HIGHER)
    if target.kind == "level" and polarity is Polarity.NEUTRAL:
        return ""
    aim = Fraction(str(target.value))
    if target.upper is not None:
        return _assured_of_band(limits, aim, Fraction(str(target.upper)))
    if limits.low <= aim <= limits.high:
        return " The target lies within it: whether it is met may be chance."
    is_met = limits.low > aim if wants_more else limits.high < aim
    return f" The target lies outside it: unless something changes it will {'' if is_met else 'not '}be met."


def _assured_of_band(limits: _Limits, lower: Fraction, upper: Fraction) -> str:
    if lower <= limits.low and limits.high <= upper:
        return " It lies within the target's band: unless something changes it will be met."
    if limits.high < lower or limits.low > upper:
        return " It lies outside the target's band: unless something changes it will not be met."
    return " It goes beyond the target's band: whether that is met may be chance."
