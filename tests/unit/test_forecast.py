"""Forecasts by the months that a year is judged by, by what is missing from the whole, and by days of school."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from tests.unit.test_performance import COMPLETE, COUNT, RATE, TOTAL, council, measure, target
from transforms.compute import VALUE_COLUMNS
from transforms.council_types import HalfTerm, Part
from transforms.forecast import forecast_of, share_reached
from transforms.indicators import indicator_by_id
from transforms.indicators.indicator import Period
from transforms.performance import performance_row
from transforms.quarters import Quarter
from transforms.series import RETURNED_VALUE, Figures, as_counted

NEET, MEAN = "neet_rate", "neet_winter_rate"
Values = Mapping[tuple[str, str], float]
SEED: Values = {(NEET, "2021-22-Q1"): 3.6, (NEET, "2020-21-Q1"): 5.0, (MEAN, "2020-21-Q4"): 3.4}


def figures(values: Values) -> Figures:
    rows = [(indicator, quarter, "", "Total", "Total", None, None) for indicator, quarter in values]
    frame = as_counted(pd.DataFrame(rows, columns=list(VALUE_COLUMNS)))
    return Figures(frame.assign(value=list(values.values()), basis=RETURNED_VALUE))


def by_winter(values: Values, quarter: str) -> Fraction | None:
    now = Quarter.parse(quarter)
    found, neet = figures(values), indicator_by_id(NEET)
    return forecast_of(found, measure(forecast="winter"), Part("Total", NEET), neet, now, found.value(neet, now, TOTAL))


def test_winter_is_as_far_away_as_it_was_last_year() -> None:
    assert by_winter(SEED, "2021-22-Q1") == 2


@pytest.mark.parametrize("missing", [(NEET, "2020-21-Q1"), (MEAN, "2020-21-Q4")])
def test_winter_without_last_year_is_as_now(missing: tuple[str, str]) -> None:
    assert by_winter({key: value for key, value in SEED.items() if key != missing}, "2021-22-Q1") == Fraction("3.6")


def test_once_winter_is_over_its_mean_is_what_the_year_is_judged_by() -> None:
    over = {(NEET, "2021-22-Q4"): 3.0, (NEET, "2020-21-Q4"): 3.9, (MEAN, "2020-21-Q4"): 3.4}
    assert by_winter(over, "2021-22-Q4") == 3
    assert by_winter({**over, (MEAN, "2021-22-Q4"): 4.2}, "2021-22-Q4") == Fraction("4.2")


@pytest.mark.parametrize(("quarter", "progress"), [("2021-22-Q1", "Uncertain"), ("2021-22-Q3", "On track")])
def test_before_december_it_is_too_early_to_say(quarter: str, progress: str) -> None:
    row = performance_row(
        figures({**SEED, (NEET, "2021-22-Q3"): 3.6}), council(target(4.0, year="2021-22")), measure(forecast="winter"),
        TOTAL, indicator_by_id(NEET), Quarter.parse(quarter), COMPLETE,
    )  # fmt: skip
    assert row.progress == progress
    if progress == "Uncertain":
        assert row.progress_reason == (
            "Too early to say: the months that the year is judged by, December to February, have not begun."
        )


def test_of_what_is_missing_as_much_stays_open_as_stayed_last_year() -> None:
    values = {("made_up", "2021-22-Q1"): 72, ("made_up", "2020-21-Q1"): 48, ("made_up", "2020-21-Q4"): 96.8}
    closing = measure(forecast="closing")
    forecast = forecast_of(figures(values), closing, TOTAL, RATE, Quarter(2021, 1), Fraction(72))
    assert forecast == 100 - Fraction(28) * Fraction("3.2") / 52  # 98.3
    complete = {**values, ("made_up", "2020-21-Q1"): 100}
    assert forecast_of(figures(complete), closing, TOTAL, RATE, Quarter(2021, 1), Fraction(72)) == 72


@pytest.mark.parametrize(
    ("method", "now", "a_year_ago", "last_year", "forecast"),
    [
        ("history", 97, 90, 95, 100),
        ("history", 3, 20, 5, 0),
        ("closing", 0, 90, 50, 0),  # of ten that were missing fifty were missing in the end
        ("history", 97, 90, 92, 99),
    ],
)
def test_no_share_is_foreseen_below_nought_or_above_the_whole(
    method: str, now: float, a_year_ago: float, last_year: float, forecast: int
) -> None:
    values = {("made_up", "2020-21-Q1"): a_year_ago, ("made_up", "2020-21-Q4"): last_year}
    found = forecast_of(figures(values), measure(forecast=method), TOTAL, RATE, Quarter(2021, 1), Fraction(now))
    assert found == forecast


def test_a_share_that_may_be_above_the_whole_is_foreseen_there() -> None:
    places = replace(RATE, may_exceed_whole=True)
    values = {("made_up", "2020-21-Q1"): 90, ("made_up", "2020-21-Q4"): 95}
    found = forecast_of(figures(values), measure(forecast="history"), TOTAL, places, Quarter(2021, 1), Fraction(97))
    assert found == 102


def test_without_history_an_academic_year_goes_by_its_days_of_school() -> None:
    academic = replace(COUNT, period=Period.ACADEMIC_YEAR)
    autumn = HalfTerm("2025/26", 1, date(2025, 9, 1), date(2025, 9, 14))  # ten days of school
    later = HalfTerm("2025/26", 2, date(2025, 11, 3), date(2025, 12, 14))  # thirty
    other = HalfTerm("2024/25", 1, date(2024, 9, 2), date(2024, 9, 6))
    assert share_reached(figures({}), academic, TOTAL, Quarter(2025, 2), (autumn, later, other)) == Fraction(1, 4)
