"""Each kind of figure counts in its own year: where it begins, what the year is called, and which quarter closes it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from transforms.indicators import indicator_by_id
from transforms.indicators.indicator import Period
from transforms.periods import annual_scale, counts_from, outturn_quarter, year_bounds, year_name
from transforms.quarters import Quarter

MADE_UP = indicator_by_id("cla_number")


@pytest.mark.parametrize(
    ("period", "quarter", "first", "year"),
    [
        (Period.FINANCIAL_YEAR, "2025-26-Q4", date(2025, 4, 1), "2025-26"),
        (Period.ANNUALISED, "2025-26-Q1", date(2025, 4, 1), "2025-26"),
        (Period.YEAR_END, "2025-26-Q2", date(2025, 4, 1), "2025-26"),
        (Period.ACADEMIC_YEAR, "2025-26-Q1", date(2024, 9, 1), "2024/25"),
        (Period.ACADEMIC_YEAR, "2025-26-Q2", date(2025, 9, 1), "2025/26"),
        (Period.CALENDAR_YEAR, "2025-26-Q3", date(2025, 1, 1), "2025"),
        (Period.CALENDAR_YEAR, "2025-26-Q4", date(2026, 1, 1), "2026"),
        (Period.SNAPSHOT, "2025-26-Q1", date(2025, 4, 1), "2025-26"),
        (Period.ANNUAL, "2025-26-Q4", date(2026, 1, 1), "2025-26"),
        (Period.ROLLING_YEAR, "2025-26-Q1", date(2024, 7, 1), "2025-26"),
        (Period.WINTER, "2025-26-Q4", date(2025, 12, 1), "2025-26"),
        (Period.QUARTER, "2025-26-Q2", date(2025, 7, 1), "2025-26"),
    ],
)
def test_a_figure_counts_from_a_day_in_a_year(period: Period, quarter: str, first: date, year: str) -> None:
    assert counts_from(period, Quarter.parse(quarter)) == first
    assert year_name(period, Quarter.parse(quarter)) == year


@pytest.mark.parametrize("period", list(Period))
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_quarter_ends_within_the_year_that_it_counts_in(period: Period, number: int) -> None:
    quarter = Quarter(2025, number)
    first, last = year_bounds(period, quarter)
    assert first <= quarter.end <= last
    assert 365 <= (last - first).days + 1 <= 366


@pytest.mark.parametrize(
    ("period", "made_in", "quarter", "outturn"),
    [
        (Period.CALENDAR_YEAR, (1, 2, 3, 4), "2025-26-Q1", "2024-25-Q3"),
        (Period.CALENDAR_YEAR, (1, 2, 3, 4), "2025-26-Q4", "2025-26-Q3"),  # January begins another year
        (Period.ROLLING_YEAR, (1, 2, 3, 4), "2025-26-Q1", "2024-25-Q4"),
        (Period.WINTER, (4,), "2025-26-Q1", "2024-25-Q4"),
        (Period.WINTER, (4,), "2025-26-Q4", "2024-25-Q4"),
        (Period.ANNUAL, (2,), "2025-26-Q1", "2024-25-Q2"),
        (Period.ANNUAL, (2,), "2025-26-Q3", "2025-26-Q2"),
    ],
)
def test_last_years_figure_is_the_newest_that_closed_a_year(
    period: Period, made_in: tuple[int, ...], quarter: str, outturn: str
) -> None:
    indicator = replace(MADE_UP, period=period, quarters=made_in)
    assert str(outturn_quarter(indicator, Quarter.parse(quarter))) == outturn


@pytest.mark.parametrize(
    ("period", "quarter", "scale"),
    [
        (Period.ANNUALISED, "2025-26-Q1", Fraction(365, 91)),
        (Period.ANNUALISED, "2023-24-Q1", Fraction(366, 91)),  # a year with 29 February
        (Period.ANNUALISED, "2025-26-Q4", Fraction(1)),
        (Period.FINANCIAL_YEAR, "2025-26-Q1", Fraction(1)),
    ],
)
def test_only_an_annualised_figure_stands_for_more_than_was_counted(
    period: Period, quarter: str, scale: Fraction
) -> None:
    assert annual_scale(period, Quarter.parse(quarter)) == scale
