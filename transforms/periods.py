"""The span of time that each kind of figure counts in: where it begins, its year, and the quarter that closes it."""

from datetime import date
from fractions import Fraction

from transforms.indicators.indicator import Indicator, Period
from transforms.quarters import Quarter, academic_year_start, financial_year_bounds


def counts_from(period: Period, quarter: Quarter) -> date:
    """First day that a figure of the quarter rests on. A snapshot rests on what was recorded in the quarter."""
    match period:
        case Period.ACADEMIC_YEAR:
            return academic_year_start(quarter.academic_year)
        case Period.CALENDAR_YEAR:
            return date(quarter.end.year, 1, 1)
        case Period.ROLLING_YEAR:
            return quarter.plus(-3).start
        case Period.WINTER:
            return date(quarter.end.year - (quarter.end.month < 12), 12, 1)
        case Period.SNAPSHOT | Period.QUARTER | Period.ANNUAL:
            return quarter.start
        case _:
            return quarter.financial_year_start


def year_name(period: Period, quarter: Quarter) -> str:
    """The year that the figure belongs to, as targets name it: ``2025-26``, ``2024/25`` (academic) or ``2025``."""
    match period:
        case Period.ACADEMIC_YEAR:
            return quarter.academic_year
        case Period.CALENDAR_YEAR:
            return str(quarter.end.year)
        case _:
            return quarter.financial_year


def year_bounds(period: Period, quarter: Quarter) -> tuple[date, date]:
    """First and last day of the year that a figure of a quarter counts in."""
    match period:
        case Period.ACADEMIC_YEAR:
            first = academic_year_start(quarter.academic_year)
            return first, date(first.year + 1, 8, 31)
        case Period.CALENDAR_YEAR:
            return date(quarter.end.year, 1, 1), date(quarter.end.year, 12, 31)
        case _:
            return financial_year_bounds(quarter.financial_year)


def outturn_quarter(indicator: Indicator, quarter: Quarter) -> Quarter:
    """The quarter whose figure stands for last year: the last to end within that year of the indicator's kind.

    A figure that is made once a year stands for itself: the newest made before this quarter.
    """
    if len(indicator.quarters) == 1:
        made = Quarter(quarter.year, indicator.quarters[0])
        return made if made < quarter else made.same_last_year
    match indicator.period:
        case Period.ACADEMIC_YEAR:
            return Quarter(int(quarter.academic_year[:4]), 1)
        case Period.CALENDAR_YEAR:
            return Quarter(quarter.end.year - 1, 3)
        case _:
            return Quarter(quarter.year - 1, 4)


def annual_scale(period: Period, quarter: Quarter) -> Fraction:
    """What a count so far is multiplied by to stand for a whole year: days in the year over days gone. Otherwise 1."""
    if period is not Period.ANNUALISED:
        return Fraction(1)
    first, last = year_bounds(period, quarter)
    return Fraction((last - first).days + 1, (quarter.end - first).days + 1)
