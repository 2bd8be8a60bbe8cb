"""The months that a figure covers, where an officer gave other ones than its indicator counts.

A quarter's count is not compared with twelve months', nor a term's with a year's.
"""

from datetime import date

from transforms.breaks import break_between, words_of
from transforms.council_types import SeriesBreak
from transforms.indicators.indicator import FOR_DATES, Indicator, Period
from transforms.periods import counts_from
from transforms.quarters import Quarter
from transforms.series import Figure


def why_unlike(
    breaks: tuple[SeriesBreak, ...], now: Figure | None, then: Figure | None, indicator: Indicator, quarter: Quarter
) -> str:
    """Why a quarter's figure is not compared with that of the same quarter of the year before; empty where it is."""
    broken = break_between(breaks, quarter.same_last_year, quarter)
    return words_of(broken) if broken else unlike_spans(now, then, indicator, quarter)


def unlike_spans(now: Figure | None, then: Figure | None, indicator: Indicator, quarter: Quarter) -> str:
    """Why a quarter's figure and that of the same quarter of the year before cover unlike months; empty if they do not.

    Figures that say nothing of their months cover those that the indicator counts.
    """
    if now is None or then is None or (now.covers is None and then.covers is None):
        return ""
    ours, theirs = _span(now, indicator, quarter), _span(then, indicator, quarter.same_last_year)
    if [_month(day) - 12 for day in ours] == [_month(day) for day in theirs]:
        return ""
    return f"The figure covers {_words(ours)}, and last year's {_words(theirs)}: they are not alike."


def are_other_months(first: date, last: date, period: Period, quarter: Quarter) -> bool:
    """Whether days are in other months than those that a figure of the quarter counts; one at a date counts none."""
    if period in FOR_DATES:
        return False
    usual = counts_from(period, quarter), quarter.end
    return [_month(day) for day in (first, last)] != [_month(day) for day in usual]


def _span(figure: Figure, indicator: Indicator, quarter: Quarter) -> tuple[date, date]:
    return figure.covers or (counts_from(indicator.period, quarter), quarter.end)


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _words(span: tuple[date, date]) -> str:
    first, last = span
    return f"{first:%B %Y} to {last:%B %Y}" if _month(first) != _month(last) else f"{first:%B %Y}"
