"""The figure that a year is expected to end with, by the method that a measure names.

``flat``: as now. ``history``: now, plus what last year added between this quarter and its end. ``share``: now, divided
by the share of the year's count that earlier years had reached by this quarter. ``closing``: of what is missing from
the whole, as much stays open as stayed last year. ``winter``: now, plus the distance that last year's mean of December
to February had from this quarter; once those months are over, their mean itself.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from transforms.council_types import HalfTerm, Measure, Part
from transforms.figures import possible
from transforms.indicators import indicator_by_id
from transforms.indicators.indicator import Indicator, Period
from transforms.periods import outturn_quarter, year_bounds
from transforms.quarters import Quarter
from transforms.series import Figures

WINTER, CLOSING = "winter", "closing"
METHODS = ("flat", "history", "share", CLOSING, WINTER)
_WHOLE = 100
_YEARS_OF_HISTORY = 3
_FRIDAY = 4
_WINTER_IS_OVER = 4  # quarter of the financial year


def forecast_of(
    figures: Figures,
    measure: Measure,
    part: Part,
    indicator: Indicator,
    quarter: Quarter,
    value: Fraction | None,
    half_terms: Sequence[HalfTerm] = (),
) -> Fraction | None:
    """The figure expected at the year's end, as far as it can be; None without a figure now.

    Without last year's, as now.
    """
    if value is None:
        return None
    expected = _expected(figures, measure.rating.forecast, part, indicator, quarter, value, half_terms)
    return value if expected == value else possible(expected, indicator)


def _expected(
    figures: Figures,
    method: str,
    part: Part,
    indicator: Indicator,
    quarter: Quarter,
    value: Fraction,
    half_terms: Sequence[HalfTerm],
) -> Fraction:
    if method == "share":
        return value / share_reached(figures, indicator, part, quarter, half_terms)
    if method == WINTER:
        return _by_winter(figures, indicator, part, quarter, value)
    end = figures.value(indicator, outturn_quarter(indicator, quarter), part)
    then = figures.value(indicator, quarter.same_last_year, part)
    if method == "flat" or end is None or then is None:
        return value
    if method == CLOSING:
        return value if then == _WHOLE else _WHOLE - (_WHOLE - value) * (_WHOLE - end) / (_WHOLE - then)
    return value + end - then


def _by_winter(figures: Figures, indicator: Indicator, part: Part, quarter: Quarter, value: Fraction) -> Fraction:
    mean = indicator_by_id(indicator.winter_mean)
    if quarter.number == _WINTER_IS_OVER:
        now = figures.value(mean, quarter, part)
        return value if now is None else now
    last = figures.value(mean, Quarter(quarter.year - 1, _WINTER_IS_OVER), part)
    then = figures.value(indicator, quarter.same_last_year, part)
    return value if last is None or then is None else value + last - then


def share_reached(
    figures: Figures, indicator: Indicator, part: Part, quarter: Quarter, half_terms: Sequence[HalfTerm] = ()
) -> Fraction:
    """Median share of a year's count reached by this quarter in up to three years; by days without history.

    Of an academic year school days count, where the council's half-terms are known.
    """
    shares = past_shares(figures, indicator, part, quarter)
    if shares:
        return median(shares)
    first, last = year_bounds(indicator.period, quarter)
    if indicator.period is Period.ACADEMIC_YEAR:
        days = _school_days([each for each in half_terms if each.academic_year == quarter.academic_year])
        reached = sum(day <= quarter.end for day in days)
        if reached:
            return Fraction(reached, len(days))
    return Fraction((quarter.end - first).days + 1, (last - first).days + 1)


def _school_days(half_terms: Sequence[HalfTerm]) -> list[date]:
    """Mondays to Fridays from the first to the last day of each half-term."""
    spans = [(each.start, (each.end - each.start).days + 1) for each in half_terms]
    days = [start + timedelta(days=number) for start, length in spans for number in range(length)]
    return [day for day in days if day.weekday() <= _FRIDAY]


def past_shares(figures: Figures, indicator: Indicator, part: Part, quarter: Quarter) -> list[Fraction]:
    """Share of its year's count that each of up to three earlier years had reached by the same quarter."""
    shares = []
    for years in range(1, _YEARS_OF_HISTORY + 1):
        then = Quarter(quarter.year - years, quarter.number)
        reached = figures.value(indicator, then, part)
        end = figures.value(indicator, outturn_quarter(indicator, then.plus(4)), part)
        if reached and end:  # nothing reached by now says nothing of the year
            shares.append(reached / end)
    return shares
